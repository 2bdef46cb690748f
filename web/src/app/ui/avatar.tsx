import { hueOf, initialsOf } from "../text/names.ts";

interface AvatarProps {
  account: string;
  name: string;
  size?: "tiny" | "small" | "large" | undefined;
  online?: boolean | undefined;
}

/** A person's initials on their hue. The name stands beside it, so it says nothing to screen readers. */
export function Avatar({ account, name, size, online }: AvatarProps) {
  return (
    <span class={`avatar hue-${hueOf(account)}${size === undefined ? "" : ` ${size}`}`} aria-hidden="true">
      {size === "tiny" ? initialsOf(name).slice(0, 1) : initialsOf(name)}
      {online === true && <span class="online" />}
    </span>
  );
}
