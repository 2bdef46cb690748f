import { X } from "lucide";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../text/messages.ts";
import { IconButton } from "./button.tsx";

interface DialogProps {
  title: string;
  onClose(): void;
  children: ComponentChildren;
  broad?: boolean | undefined;
  class?: string | undefined;
}

/** Moves the focus to what asks for it, or to the first thing that takes input. */
export function focusFirst(inside: HTMLElement): void {
  const wanted =
    inside.querySelector<HTMLElement>("[data-autofocus]") ??
    inside.querySelector<HTMLElement>(".dialog-body :is(input, textarea, button, a[href], select)");
  wanted?.focus();
}

/** A modal dialog. The browser keeps the focus in it; Esc and a press beside it close it; the focus goes back afterwards. */
export function Dialog({ title, onClose, children, broad, class: own }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    if (dialog.current !== null) {
      focusFirst(dialog.current);
    }
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`dialog${broad ? " broad" : ""}${own === undefined ? "" : ` ${own}`}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => {
        if (event.target === dialog.current) {
          onClose();
        }
      }}
    >
      <div class="dialog-head">
        <h2 id={heading}>{title}</h2>
        <IconButton icon={X} label={t("close")} onClick={onClose} />
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

export function DialogActions({ children }: { children: ComponentChildren }) {
  return <div class="dialog-actions">{children}</div>;
}
