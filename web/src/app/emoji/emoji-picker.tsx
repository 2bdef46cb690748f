import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { type MessageKey, t } from "../text/messages.ts";
import { Popover } from "../ui/popover.tsx";
import { SkeletonLines } from "../ui/skeleton.tsx";
import { allEmoji, type Emoji, searchEmoji } from "./emoji-data.ts";
import { recentEmoji, rememberEmoji } from "./recent.ts";

const FOUND = 64;
/** How many stand in a line; the style draws as many. */
const COLUMNS = 8;
const GROUPS: readonly (readonly [group: number, name: MessageKey])[] = [
  [0, "emoji.smileys"],
  [1, "emoji.people"],
  [3, "emoji.nature"],
  [4, "emoji.food"],
  [5, "emoji.travel"],
  [6, "emoji.activities"],
  [7, "emoji.objects"],
  [8, "emoji.symbols"],
  [9, "emoji.flags"],
];

interface EmojiPickerProps {
  anchor: HTMLElement;
  onChoose(emoji: string): void;
  onClose(): void;
}

/** All emoji by group, or those that a word finds. Arrows move in the grid; the name of the one in focus is said below. */
export function EmojiPicker({ anchor, onChoose, onClose }: EmojiPickerProps) {
  const [all, setAll] = useState<readonly Emoji[]>();
  const [query, setQuery] = useState("");
  const [found, setFound] = useState<readonly Emoji[]>();
  const [named, setNamed] = useState("");
  const grid = useRef<HTMLDivElement>(null);
  useEffect(() => void allEmoji().then(setAll), []);
  useEffect(() => {
    if (query.trim() === "") {
      setFound(undefined);
    } else {
      void searchEmoji(query.trim(), FOUND).then(setFound);
    }
  }, [query]);

  const choose = (emoji: string) => {
    rememberEmoji(emoji);
    onChoose(emoji);
  };
  const move = (event: KeyboardEvent) => {
    const cells = [...(grid.current?.querySelectorAll<HTMLElement>(".emoji-cell") ?? [])];
    const at = cells.indexOf(document.activeElement as HTMLElement);
    const along = document.documentElement.dir === "rtl" ? -1 : 1;
    const to = {
      ArrowRight: at + along,
      ArrowLeft: at - along,
      ArrowDown: at + (at < 0 ? 1 : COLUMNS),
      ArrowUp: at - COLUMNS,
    }[event.key];
    if (to !== undefined && (at >= 0 || event.key === "ArrowDown")) {
      event.preventDefault();
      (cells[to] ?? (to < 0 ? grid.current?.parentElement?.querySelector("input") : undefined))?.focus();
    } else if (event.key === "Enter" && at < 0 && query.trim() !== "") {
      event.preventDefault();
      void searchEmoji(query.trim(), 1).then(([best]) => best && choose(best.emoji));
    }
  };
  const known = (emoji: string): Emoji =>
    all?.find((other) => other.emoji === emoji) ?? { emoji, label: emoji, group: 0, words: [] };
  const cells = (emoji: readonly Emoji[]) => (
    <div class="emoji-cells">
      {emoji.map((one) => (
        <button
          key={one.emoji}
          type="button"
          class="emoji-cell emoji"
          aria-label={one.label}
          tabindex={-1}
          onFocus={() => setNamed(one.label)}
          onPointerEnter={() => setNamed(one.label)}
          onClick={() => choose(one.emoji)}
        >
          {one.emoji}
        </button>
      ))}
    </div>
  );
  return (
    <Popover anchor={anchor} label={t("emoji.choose")} onClose={onClose} class="emoji-picker" prefer="above">
      <div role="group" aria-label={t("emoji.choose")} onKeyDown={move} class="emoji-inside">
        <input
          class="input"
          type="search"
          aria-label={t("emoji.search")}
          placeholder={t("emoji.search")}
          value={query}
          data-autofocus
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
        <div class="emoji-scroll" ref={grid}>
          {all === undefined && <SkeletonLines widths={[100, 100, 100]} />}
          {all !== undefined && found === undefined && (
            <>
              <EmojiGroup name={t("emoji.recent")}>{cells(recentEmoji().map(known))}</EmojiGroup>
              {GROUPS.map(([group, name]) => (
                <EmojiGroup key={group} name={t(name)}>
                  {cells(all.filter((emoji) => emoji.group === group))}
                </EmojiGroup>
              ))}
            </>
          )}
          {found?.length === 0 && <p class="quiet secondary emoji-none">{t("emoji.none")}</p>}
          {found !== undefined && cells(found)}
        </div>
        <p class="emoji-name ellipsis quiet secondary">{named || t("emoji.hint")}</p>
      </div>
    </Popover>
  );
}

function EmojiGroup({ name, children }: { name: string; children: ComponentChildren }) {
  const heading = useId();
  return (
    <section aria-labelledby={heading} class="emoji-group">
      <h2 id={heading}>{name}</h2>
      {children}
    </section>
  );
}
