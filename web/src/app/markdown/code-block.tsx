import { harmlessLine } from "../text/harmless.ts";
import { t } from "../text/messages.ts";
import { CopyButton } from "../ui/copy-button.tsx";

/** A block of code, left to right, with a button that copies it. */
export function CodeBlock({ code, language }: { code: string; language?: string | undefined }) {
  return (
    <figure class="code-block">
      <figcaption>
        <span>{language === undefined ? t("code") : harmlessLine(language, 24)}</span>
        <CopyButton text={code} small />
      </figcaption>
      <pre dir="ltr" tabindex={0} role="region" aria-label={t("code")}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
