import type { Signal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useState } from "preact/hooks";
import type { RoomSummary } from "../../model/views.ts";
import { searchEmoji } from "../emoji/emoji-data.ts";
import { useApp } from "../state/app.ts";
import { t } from "../text/messages.ts";
import { Avatar } from "../ui/avatar.tsx";

const MOST = 6;

interface Suggestion {
  readonly key: string;
  readonly insert: string;
  readonly view: ComponentChildren;
}

interface CompletionsProps {
  area: RefObject<HTMLTextAreaElement | null>;
  text: Signal<string>;
  cursor: Signal<number>;
  room: RoomSummary;
  onInsert(what: string, from: number, to: number): void;
  children: ComponentChildren;
}

/** What is being written at the cursor that could be completed: `@name` or `:emoji`. */
function tokenAt(text: string, cursor: number): { kind: "@" | ":"; query: string; from: number } | undefined {
  const match = /(?:^|\s)([@:])([\p{L}\p{N}_+-]{0,32})$/u.exec(text.slice(0, cursor));
  if (match === null) {
    return undefined;
  }
  const query = match[2] ?? "";
  const kind = match[1] as "@" | ":";
  return kind === ":" && query.length < 2 ? undefined : { kind, query, from: cursor - query.length - 1 };
}

/** The list over the composer. Arrows choose, Enter or Tab take, Esc leaves. */
export function Completions({ area, text, cursor, room, onInsert, children }: CompletionsProps) {
  const app = useApp();
  const list = useId();
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);
  const [at, setAt] = useState(0);
  const [left, setLeft] = useState<number>();
  const token = tokenAt(text.value, cursor.value);
  const open = token !== undefined && suggestions.length > 0 && left !== token.from;

  useEffect(() => {
    let current = true;
    setAt(0);
    if (token === undefined) {
      setSuggestions([]);
      setLeft(undefined);
    } else if (token.kind === "@") {
      const query = token.query.toLowerCase();
      const matching = room.members
        .filter((member) => member.account !== app.self)
        .map((member) => ({
          account: member.account,
          name: app.people.name(member.account),
          handle: app.people.get(member.account)?.handle ?? "",
        }))
        .filter(({ name, handle }) => name.toLowerCase().startsWith(query) || handle.toLowerCase().startsWith(query));
      // A name that is written in full needs no help, and Enter is to send.
      const complete = matching.length === 1 && matching[0]?.handle.toLowerCase() === query;
      setSuggestions(
        (complete ? [] : matching.slice(0, MOST)).map(({ account, name, handle }) => ({
          key: account,
          insert: `@${handle} `,
          view: (
            <>
              <Avatar account={account} name={name} size="tiny" />
              <bdi>{name}</bdi>
              <span class="quiet">@{handle}</span>
            </>
          ),
        })),
      );
    } else {
      void searchEmoji(token.query, MOST).then((found) => {
        if (current) {
          setSuggestions(
            found.map((emoji) => ({
              key: emoji.emoji,
              insert: `${emoji.emoji} `,
              view: (
                <>
                  <span class="emoji">{emoji.emoji}</span>
                  <span>{emoji.label}</span>
                </>
              ),
            })),
          );
        }
      });
    }
    return () => {
      current = false;
    };
  }, [token?.kind, token?.query, token?.from, room.members]);

  const take = (suggestion: Suggestion | undefined) => {
    if (suggestion !== undefined && token !== undefined) {
      onInsert(suggestion.insert, token.from, cursor.peek());
      setSuggestions([]);
    }
  };

  const key = (event: KeyboardEvent) => {
    if (!open || event.isComposing) {
      return;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      setAt((at + step + suggestions.length) % suggestions.length);
    } else if (event.key === "Enter" || event.key === "Tab") {
      take(suggestions[at]);
    } else if (event.key === "Escape") {
      setLeft(token.from);
      event.stopPropagation();
    } else {
      return;
    }
    event.preventDefault();
  };

  useEffect(() => {
    const element = area.current;
    element?.setAttribute("aria-autocomplete", "list");
    if (open) {
      element?.setAttribute("aria-controls", list);
      element?.setAttribute("aria-activedescendant", `${list}-${at}`);
    } else {
      element?.removeAttribute("aria-controls");
      element?.removeAttribute("aria-activedescendant");
    }
  }, [open, at, list]);

  return (
    <div class="completions" onKeyDownCapture={key} role="presentation">
      {open && (
        <div class="completion-list" id={list} role="listbox" aria-label={t("composer.suggestions")}>
          {suggestions.map((suggestion, index) => (
            // The keyboard works from the text field.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div
              key={suggestion.key}
              id={`${list}-${index}`}
              class="completion"
              role="option"
              aria-selected={index === at}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(suggestion)}
            >
              {suggestion.view}
            </div>
          ))}
        </div>
      )}
      {children}
    </div>
  );
}
