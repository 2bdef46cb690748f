import { Check, Copy } from "lucide";
import { useState } from "preact/hooks";
import { t } from "../text/messages.ts";
import { Button } from "./button.tsx";

/** Copies a text, and says for a while that it did. */
export function CopyButton({ text, small }: { text: string; small?: boolean }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <>
      <Button small={small} icon={copied ? Check : Copy} onClick={() => void copy()}>
        {copied ? t("copied") : t("copy")}
      </Button>
      <span class="unseen" role="status">
        {copied ? t("copied") : ""}
      </span>
    </>
  );
}
