import type { App } from "../state/app.ts";
import type { TimelineWindow } from "../state/timeline.ts";

const SETTLED = 400;

/** Marks a room as read as far as somebody has seen it: while the page is in front of them, and once scrolling rests. */
export class ReadMarker {
  readonly #app: App;
  readonly #room: string;
  readonly #window: TimelineWindow;
  #marked = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App, room: string, window_: TimelineWindow) {
    this.#app = app;
    this.#room = room;
    this.#window = window_;
  }

  seen(key: string): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#mark(key), SETTLED);
  }

  #mark(key: string): void {
    const entries = this.#window.entries.peek();
    // The last row may be a line about the room: then everything above it was seen.
    const entry = entries.find((shown) => shown.id === key) ?? (key.startsWith("line-") ? entries.at(-1) : undefined);
    const looking = document.visibilityState === "visible" && document.hasFocus();
    const unread = (this.#app.rooms.get(this.#room)?.unread ?? 0) > 0;
    if (entry !== undefined && entry.place > this.#marked && looking && unread) {
      this.#marked = entry.place;
      this.#app.paloma.command({ kind: "markRead", room: this.#room, entry: entry.id }).catch(() => {});
    }
  }
}
