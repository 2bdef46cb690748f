import type { IconNode } from "lucide";
import { h } from "preact";

interface IconProps {
  of: IconNode;
  small?: boolean | undefined;
  /** It points along the line, and turns where lines run from right to left. */
  directional?: boolean | undefined;
  class?: string | undefined;
  /** What it says where no word does. */
  label?: string | undefined;
}

/** An icon as Lucide draws it. It is decoration unless it has a label. */
export function Icon({ of, small, directional, class: own = "", label }: IconProps) {
  const names = ["icon", small === true ? "small" : "", directional === true ? "directional" : "", own];
  const access = label === undefined ? { "aria-hidden": true } : ({ role: "img", "aria-label": label } as const);
  return (
    <svg viewBox="0 0 24 24" class={names.filter((name) => name !== "").join(" ")} {...access}>
      {of.map(([tag, attributes], index) => h(tag, { key: index, ...attributes }))}
    </svg>
  );
}
