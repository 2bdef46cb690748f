import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

interface NoticeProps {
  kind?: "warn" | "danger" | "good" | undefined;
  children: ComponentChildren;
  action?: ComponentChildren;
}

const ICONS = { warn: TriangleAlert, danger: CircleAlert, good: CircleCheck } as const;

/** A sentence that matters, with an icon and at most one action. */
export function Notice({ kind, children, action }: NoticeProps) {
  return (
    <div class={`notice${kind === undefined ? "" : ` ${kind}`}`} role={kind === "danger" ? "alert" : undefined}>
      <Icon of={kind === undefined ? Info : ICONS[kind]} />
      <div class="notice-text">{children}</div>
      {action}
    </div>
  );
}
