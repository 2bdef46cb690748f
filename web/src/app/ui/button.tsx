import type { IconNode } from "lucide";
import { LoaderCircle } from "lucide";
import type { ComponentChildren, Ref } from "preact";
import { Icon } from "./icon.tsx";

interface ButtonProps {
  children: ComponentChildren;
  onClick?: ((event: MouseEvent) => void) | undefined;
  icon?: IconNode | undefined;
  kind?: "primary" | "plain" | "ordinary" | undefined;
  danger?: boolean | undefined;
  small?: boolean | undefined;
  wide?: boolean | undefined;
  /** What it does is under way. */
  busy?: boolean | undefined;
  disabled?: boolean | undefined;
  submit?: boolean | undefined;
  autoFocus?: boolean | undefined;
}

/** A button. Its text is a verb. */
export function Button(props: ButtonProps) {
  const names = ["button", props.kind ?? "", props.danger ? "danger" : "", props.small ? "small" : ""];
  if (props.wide) {
    names.push("wide");
  }
  return (
    <button
      type={props.submit ? "submit" : "button"}
      class={names.filter((name) => name !== "").join(" ")}
      disabled={props.disabled === true || props.busy === true}
      aria-busy={props.busy === true ? true : undefined}
      onClick={props.onClick}
      data-autofocus={props.autoFocus ? true : undefined}
    >
      {props.busy ? <Icon of={LoaderCircle} small class="spinner" /> : props.icon && <Icon of={props.icon} small />}
      {props.children}
    </button>
  );
}

interface IconButtonProps {
  icon: IconNode;
  /** What it does, for the tooltip and for screen readers. */
  label: string;
  onClick?: ((event: MouseEvent) => void) | undefined;
  small?: boolean | undefined;
  pressed?: boolean | undefined;
  expanded?: boolean | undefined;
  popup?: "menu" | "dialog" | undefined;
  disabled?: boolean | undefined;
  directional?: boolean | undefined;
  class?: string | undefined;
  buttonRef?: Ref<HTMLButtonElement> | undefined;
  children?: ComponentChildren;
}

/** A button that is only an icon. */
export function IconButton(props: IconButtonProps) {
  return (
    <button
      type="button"
      ref={props.buttonRef ?? null}
      class={`icon-button${props.small ? " small" : ""}${props.class === undefined ? "" : ` ${props.class}`}`}
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      aria-haspopup={props.popup}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      <Icon of={props.icon} small={props.small} directional={props.directional} />
      {props.children}
    </button>
  );
}
