import { CircleAlert } from "lucide";
import type { ComponentChildren, Ref } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icon.tsx";

interface FieldProps {
  label: string;
  value: string;
  onInput(value: string): void;
  hint?: ComponentChildren;
  problem?: string | undefined;
  type?: "text" | "password" | "search" | "date" | undefined;
  autoComplete?: string | undefined;
  placeholder?: string | undefined;
  mono?: boolean | undefined;
  /** More than one line. */
  rows?: number | undefined;
  maxLength?: number | undefined;
  autoFocus?: boolean | undefined;
  hideLabel?: boolean | undefined;
  inputRef?: Ref<HTMLInputElement> | undefined;
}

/** A field with its label, a hint, and what is wrong with it. */
export function Field(props: FieldProps) {
  const id = useId();
  const described = [props.hint && `${id}-hint`, props.problem && `${id}-problem`].filter(Boolean).join(" ");
  const common = {
    id,
    class: `input${props.mono ? " mono" : ""}`,
    value: props.value,
    maxLength: props.maxLength,
    placeholder: props.placeholder,
    spellcheck: false,
    autocapitalize: "none",
    "aria-invalid": props.problem === undefined ? undefined : true,
    "aria-describedby": described === "" ? undefined : described,
    "data-autofocus": props.autoFocus ? true : undefined,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      props.onInput(event.currentTarget.value),
  } as const;
  return (
    <div class="field">
      <label for={id} class={props.hideLabel ? "unseen" : undefined}>
        {props.label}
      </label>
      {props.rows === undefined ? (
        <input
          {...common}
          ref={props.inputRef ?? null}
          type={(props.type ?? "text") as "text"}
          autocomplete={props.autoComplete ?? "off"}
        />
      ) : (
        <textarea {...common} rows={props.rows} />
      )}
      {props.hint && (
        <div id={`${id}-hint`} class="field-hint">
          {props.hint}
        </div>
      )}
      {props.problem !== undefined && (
        <div id={`${id}-problem`} class="field-problem" role="alert">
          <Icon of={CircleAlert} small />
          <span>{props.problem}</span>
        </div>
      )}
    </div>
  );
}

interface ChoiceProps {
  label: ComponentChildren;
  hint?: ComponentChildren;
  checked: boolean;
  onChange(checked: boolean): void;
  /** The name of the group where one of several is chosen. */
  group?: string | undefined;
}

/** A check box, or one of a group of which one holds. */
export function Choice({ label, hint, checked, onChange, group }: ChoiceProps) {
  return (
    <label class="choice">
      <input
        type={group === undefined ? "checkbox" : "radio"}
        name={group}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        {hint !== undefined && <span class="field-hint block">{hint}</span>}
      </span>
    </label>
  );
}

interface SegmentsProps<T extends string> {
  label: string;
  hideLabel?: boolean | undefined;
  options: readonly (readonly [value: T, name: string])[];
  value: T;
  onChange(value: T): void;
}

/** A choice between a few words in one line. */
export function Segments<T extends string>({ label, hideLabel, options, value, onChange }: SegmentsProps<T>) {
  const group = useId();
  return (
    <div class="field">
      <span class={hideLabel ? "unseen" : "field-label"} id={group}>
        {label}
      </span>
      <div class="segments" role="radiogroup" aria-labelledby={group}>
        {options.map(([option, name]) => (
          <label key={option}>
            <input type="radio" name={group} checked={option === value} onChange={() => onChange(option)} />
            {name}
          </label>
        ))}
      </div>
    </div>
  );
}
