import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { placeFloating } from "./floating.ts";

interface PopoverProps {
  anchor: HTMLElement | DOMRect;
  label: string;
  onClose(): void;
  children: ComponentChildren;
  class?: string | undefined;
  role?: "dialog" | "menu" | undefined;
  prefer?: "above" | "below" | undefined;
  /** Where the focus goes: into what floats, or it stays. */
  focus?: boolean | undefined;
}

/** Something that floats beside its anchor in the top layer. Esc and a press elsewhere close it. */
export function Popover({ anchor, label, onClose, children, class: own, role, prefer, focus = true }: PopoverProps) {
  const floating = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const element = floating.current;
    if (element === null) {
      return;
    }
    const before = document.activeElement;
    element.showPopover();
    const rect = () => (anchor instanceof HTMLElement ? anchor.getBoundingClientRect() : anchor);
    placeFloating(element, rect(), prefer);
    const observer = new ResizeObserver(() => placeFloating(element, rect(), prefer));
    observer.observe(element);
    if (focus) {
      (
        element.querySelector<HTMLElement>("[data-autofocus]") ??
        element.querySelector<HTMLElement>("button, input, [tabindex]")
      )?.focus();
    }
    return () => {
      observer.disconnect();
      if (focus && before instanceof HTMLElement && before.isConnected && element.contains(document.activeElement)) {
        before.focus();
      }
    };
  }, [anchor, prefer, focus]);
  useEffect(() => {
    const press = (event: PointerEvent) => {
      const target = event.target as Node;
      const onAnchor = anchor instanceof HTMLElement && anchor.contains(target);
      if (!floating.current?.contains(target) && !onAnchor) {
        close.current();
      }
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        event.preventDefault();
        if (anchor instanceof HTMLElement && focus) {
          anchor.focus();
        }
        close.current();
      }
    };
    document.addEventListener("pointerdown", press, true);
    document.addEventListener("keydown", key, true);
    return () => {
      document.removeEventListener("pointerdown", press, true);
      document.removeEventListener("keydown", key, true);
    };
  }, [anchor, focus]);
  return (
    <div
      ref={floating}
      popover="manual"
      class={`floating${own === undefined ? "" : ` ${own}`}`}
      role={role ?? "dialog"}
      aria-label={label}
    >
      {children}
    </div>
  );
}
