import { MessagesSquare, Search, Settings, UsersRound } from "lucide";
import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useApp } from "../state/app.ts";
import { go, type Route } from "../state/route.ts";
import { formatNumber, t } from "../text/messages.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Icon } from "../ui/icon.tsx";

const MOST = 12;

interface Target {
  readonly key: string;
  readonly name: string;
  readonly view: ComponentChildren;
  readonly unread: number;
  readonly run: () => void;
}

/** How well a name fits: its letters in order, best at the beginnings of words. */
function score(name: string, query: string): number | undefined {
  const where = name.toLocaleLowerCase();
  const wanted = query.toLocaleLowerCase();
  if (where.startsWith(wanted)) {
    return 0;
  }
  if (where.split(/[\s-]+/).some((word) => word.startsWith(wanted))) {
    return 1;
  }
  if (where.includes(wanted)) {
    return 2;
  }
  let at = -1;
  for (const letter of wanted) {
    at = where.indexOf(letter, at + 1);
    if (at < 0) {
      return undefined;
    }
  }
  return 3;
}

/** Goes anywhere by its name. Opens with Ctrl-K; unread rooms stand first. */
export function SwitcherDialog() {
  const app = useApp();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const dialog = useRef<HTMLDialogElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  // Before anything else is typed: it would go to where the focus was.
  useLayoutEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    input.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) {
        before.focus();
      }
    };
  }, []);

  const to = (target: Route) => () => {
    app.close();
    go(target);
  };
  const direct = new Set(app.rooms.sorted.value.map((room) => room.direct));
  const targets: Target[] = [
    ...app.rooms.sorted.value.map((room) => ({
      key: room.room,
      name: app.rooms.title(room),
      view:
        room.direct === undefined ? (
          <span class="hash">#</span>
        ) : (
          <Avatar account={room.direct} name={app.rooms.title(room)} size="tiny" />
        ),
      unread: room.unread,
      run: to({ at: "room", room: room.room }),
    })),
    ...[...app.people.known.value.values()]
      .filter((person) => !direct.has(person.account) && !person.blocked && person.holder === undefined)
      .filter((person) => person.account !== app.self)
      .map((person) => ({
        key: person.account,
        name: app.people.name(person.account),
        view: <Avatar account={person.account} name={person.name} size="tiny" />,
        unread: 0,
        run: () => {
          app.close();
          void app.act({ kind: "openDirect", account: person.account }).then((outcome) => {
            if (outcome?.kind === "room") {
              go({ at: "room", room: outcome.room });
            }
          });
        },
      })),
    ...(
      [
        ["search", t("search"), Search, { at: "search" }],
        ["threads", t("sidebar.threads"), MessagesSquare, { at: "threads" }],
        ["people", t("people"), UsersRound, { at: "people" }],
        ["settings", t("settings"), Settings, { at: "settings" }],
      ] as const
    ).map(([key, name, icon, target]) => ({ key, name, view: <Icon of={icon} small />, unread: 0, run: to(target) })),
  ];
  const found = targets
    .flatMap((target) => {
      const points = query.trim() === "" ? (target.unread > 0 ? 0 : 1) : score(target.name, query.trim());
      return points === undefined ? [] : [{ target, points }];
    })
    .sort((a, b) => a.points - b.points)
    .slice(0, MOST)
    .map(({ target }) => target);

  const key = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setAt((at + step + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      found[at]?.run();
    }
  };
  return (
    <dialog
      ref={dialog}
      class="dialog switcher"
      aria-label={t("switcher.open")}
      onCancel={(event) => {
        event.preventDefault();
        app.close();
      }}
      onMouseDown={(event) => event.target === dialog.current && app.close()}
    >
      <input
        ref={input}
        class="switcher-input"
        type="text"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${at}` : undefined}
        aria-label={t("switcher.open")}
        placeholder={t("switcher.open")}
        value={query}
        onInput={(event) => {
          setQuery(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={key}
      />
      <div id={list} role="listbox" aria-label={t("switcher.open")} class="switcher-list">
        {found.map((target, index) => (
          // The keyboard works from the text field.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          // biome-ignore lint/a11y/useFocusableInteractive: see above
          <div
            key={target.key}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            class="completion"
            onClick={target.run}
          >
            {target.view}
            <span class="grow ellipsis">
              <bdi>{target.name}</bdi>
            </span>
            {target.unread > 0 && <span class="badge">{formatNumber(target.unread)}</span>}
          </div>
        ))}
      </div>
      {found.length === 0 && <p class="quiet switcher-none">{t("switcher.none")}</p>}
    </dialog>
  );
}
