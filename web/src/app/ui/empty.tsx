import type { ComponentChildren } from "preact";
import { Pigeon } from "./pigeon.tsx";

/** Nothing here yet: one sentence that teaches the next step, and one button for it. */
export function Empty({
  title,
  children,
  action,
}: {
  title: string;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <Pigeon />
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
