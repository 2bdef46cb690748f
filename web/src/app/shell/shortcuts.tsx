import type { App } from "../state/app.ts";
import { go, route, showPane } from "../state/route.ts";
import { type MessageKey, t } from "../text/messages.ts";
import { Dialog } from "../ui/dialog.tsx";
import { SwitcherDialog } from "./switcher-dialog.tsx";

const KEYS: readonly (readonly [keys: readonly string[], what: MessageKey])[] = [
  [["Ctrl", "K"], "keys.switcher"],
  [["Alt", "↑"], "keys.previousUnread"],
  [["Alt", "↓"], "keys.nextUnread"],
  [["Ctrl", "Shift", "F"], "keys.search"],
  [["↑"], "keys.edit"],
  [["Enter"], "keys.send"],
  [["Shift", "Enter"], "keys.line"],
  [["↑", "↓"], "keys.messages"],
  [["Esc"], "keys.escape"],
  [["?"], "keys.help"],
];

/** Every key that does something of its own. */
export function ShortcutsDialog({ app }: { app: App }) {
  return (
    <Dialog title={t("keys.title")} onClose={app.close}>
      <dl class="keys">
        {KEYS.map(([keys, what]) => (
          <div key={what} class="keys-row">
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;

function goToUnread(app: App, step: 1 | -1): void {
  const rooms = app.rooms.sorted.peek();
  const here = route.peek();
  const at = here.at === "room" ? rooms.findIndex((room) => room.room === here.room) : step > 0 ? -1 : rooms.length;
  for (let away = 1; away <= rooms.length; away++) {
    const room = rooms[(at + step * away + rooms.length * 2) % rooms.length];
    if (room !== undefined && app.rooms.counts(room)) {
      go({ at: "room", room: room.room });
      return;
    }
  }
}

function leave(): void {
  const here = route.peek();
  if (here.at === "room" && here.pane !== undefined) {
    showPane(undefined);
    document.querySelector<HTMLElement>(".main .composer-area")?.focus();
  } else {
    document.querySelector<HTMLElement>(".main .composer-area")?.focus();
  }
}

/** The keys that work anywhere in the page. */
export function listenForShortcuts(app: App): () => void {
  const listener = (event: KeyboardEvent) => {
    const inDialog = app.dialog.peek() !== undefined;
    const command = event.ctrlKey || event.metaKey;
    if (event.defaultPrevented) {
      return;
    }
    if (command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!inDialog) {
        app.open(() => <SwitcherDialog />);
      }
    } else if (inDialog) {
      return;
    } else if (command && event.shiftKey && event.key.toLowerCase() === "f") {
      event.preventDefault();
      go({ at: "search" });
    } else if (event.altKey && !command && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      goToUnread(app, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      leave();
    } else if (event.key === "?" && !isTyping(event.target)) {
      event.preventDefault();
      app.open(() => <ShortcutsDialog app={app} />);
    }
  };
  addEventListener("keydown", listener);
  return () => removeEventListener("keydown", listener);
}
