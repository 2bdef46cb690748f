import { ArrowLeft } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../text/messages.ts";
import { IconButton } from "../ui/button.tsx";
import { Pigeon } from "../ui/pigeon.tsx";
import { LanguageMenu } from "./language-menu.tsx";

interface StepProps {
  title: string;
  children: ComponentChildren;
  onBack?: (() => void) | undefined;
  /** Which of how many, from one. */
  step?: readonly [number, number] | undefined;
}

/** One question on one screen. */
export function Step({ title, children, onBack, step }: StepProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const inside = heading.current?.closest("main")?.querySelector<HTMLElement>("[data-autofocus]");
    (inside ?? heading.current)?.focus();
  }, [title]);
  return (
    <main class="first">
      <div class="first-card">
        <div class="first-top">
          {onBack ? <IconButton icon={ArrowLeft} directional label={t("back")} onClick={onBack} /> : <Pigeon />}
          <span class="grow" />
          {step && (
            <span class="dots" role="img" aria-label={t("first.step", { step: step[0], of: step[1] })}>
              {Array.from({ length: step[1] }, (_, index) => (
                <span key={index} class={index < step[0] ? "dot done" : "dot"} />
              ))}
            </span>
          )}
          <LanguageMenu />
        </div>
        <h1 ref={heading} tabindex={-1}>
          {title}
        </h1>
        {children}
      </div>
    </main>
  );
}
