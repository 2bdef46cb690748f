import type { IconNode } from "lucide";
import { Check, Ellipsis } from "lucide";
import { useRef, useState } from "preact/hooks";
import { IconButton } from "./button.tsx";
import { Icon } from "./icon.tsx";
import { Popover } from "./popover.tsx";

export type MenuEntry =
  | {
      readonly label: string;
      readonly icon?: IconNode;
      readonly danger?: boolean;
      /** For an entry that is on or off. */
      readonly checked?: boolean;
      readonly run: () => void;
    }
  | "line";

interface MenuProps {
  anchor: HTMLElement | DOMRect;
  label: string;
  entries: readonly MenuEntry[];
  onClose(): void;
}

/** A menu. Arrows, Home and End move; a letter goes to the next entry that begins with it. */
export function Menu({ anchor, label, entries, onClose }: MenuProps) {
  const move = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role^=menuitem]")];
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key];
    const lettered =
      event.key.length === 1
        ? [...items.slice(at + 1), ...items].find((item) =>
            item.textContent?.toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase()),
          )
        : undefined;
    const next = to === undefined ? lettered : items[to];
    if (event.key === "Tab") {
      onClose();
    } else if (next !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      next.focus();
    }
  };
  return (
    <Popover anchor={anchor} label={label} onClose={onClose} class="menu" role="menu">
      <div role="none" onKeyDown={move}>
        {entries.map((entry, index) =>
          entry === "line" ? (
            <hr key={index} />
          ) : (
            <button
              key={entry.label}
              type="button"
              role={entry.checked === undefined ? "menuitem" : "menuitemcheckbox"}
              aria-checked={entry.checked}
              tabindex={-1}
              class={`menu-item${entry.danger ? " danger" : ""}`}
              onClick={() => {
                onClose();
                entry.run();
              }}
            >
              {entry.icon && <Icon of={entry.icon} small />}
              <span class="ellipsis">{entry.label}</span>
              {entry.checked && <Icon of={Check} small class="check" />}
            </button>
          ),
        )}
      </div>
    </Popover>
  );
}

interface MenuButtonProps {
  label: string;
  entries: () => readonly MenuEntry[];
  icon?: IconNode | undefined;
  small?: boolean | undefined;
}

/** A button that opens a menu. */
export function MenuButton({ label, entries, icon, small }: MenuButtonProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        buttonRef={button}
        icon={icon ?? Ellipsis}
        label={label}
        small={small}
        popup="menu"
        expanded={open}
        onClick={() => setOpen(!open)}
      />
      {open && button.current && (
        <Menu anchor={button.current} label={label} entries={entries()} onClose={() => setOpen(false)} />
      )}
    </>
  );
}
