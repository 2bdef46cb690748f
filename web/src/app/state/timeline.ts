import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { Change, Paloma } from "../../model/paloma.ts";
import type { Entry, LogLine, Page } from "../../model/views.ts";

/** So many entries are shown at first, about a screen of them. */
const FIRST = 40;
/** So many are added at a time: drawing more at once would hold up a frame of whoever is scrolling. */
const MORE = 20;
/** As many entries are drawn at most. What is beyond is dropped at the far end, and asked for again when somebody scrolls back. */
const MOST = 200;

/**
 * The part of a timeline that is drawn: a window that grows where somebody scrolls and shrinks at its other end. The engine
 * keeps everything else, so a room of a hundred thousand messages costs as much as one of two hundred.
 */
export class TimelineWindow {
  readonly #paloma: Paloma;
  readonly #room: string;
  readonly #thread: string | undefined;
  readonly entries = signal<readonly Entry[]>([]);
  readonly lines = signal<readonly LogLine[]>([]);
  readonly loaded = signal(false);
  readonly moreBefore = signal(false);
  readonly moreAfter = signal(false);
  #working: Promise<void> = Promise.resolve();
  readonly #growing = new Set<"before" | "after">();

  constructor(paloma: Paloma, room: string, thread?: string) {
    this.#paloma = paloma;
    this.#room = room;
    this.#thread = thread;
  }

  /** Shows the newest end. */
  toEnd(): Promise<void> {
    return this.#inTurn(async () => {
      const page = await this.#ask({ at: "end" });
      this.#replace(page, page.more, false);
    });
  }

  /** Shows what is around an entry. */
  around(entry: string): Promise<void> {
    return this.#inTurn(async () => {
      const page = await this.#ask({ at: "around", entry });
      const last = page.entries.at(-1);
      const first = page.entries[0];
      const [before, after] = await Promise.all([
        first && this.#ask({ at: "before", place: first.place }, 1),
        last && this.#ask({ at: "after", place: last.place }, 1),
      ]);
      this.#replace(page, (before?.entries.length ?? 0) > 0, (after?.entries.length ?? 0) > 0);
    });
  }

  before(): Promise<void> {
    return this.#grow("before", this.moreBefore, (page) => {
      const all = [...page.entries, ...this.entries.value];
      this.entries.value = all.slice(0, MOST);
      this.moreBefore.value = page.more;
      this.moreAfter.value ||= all.length > MOST;
    });
  }

  after(): Promise<void> {
    return this.#grow("after", this.moreAfter, (page) => {
      const all = [...this.entries.value, ...page.entries];
      this.entries.value = all.slice(-MOST);
      this.moreAfter.value = page.more;
      this.moreBefore.value ||= all.length > MOST;
    });
  }

  /** Adds entries at one end. Whoever scrolls asks for that with every frame: once is enough until they are there. */
  #grow(at: "before" | "after", more: ReadonlySignal<boolean>, take: (page: Page) => void): Promise<void> {
    if (this.#growing.has(at)) {
      return this.#working;
    }
    this.#growing.add(at);
    return this.#inTurn(async () => {
      const edge = at === "before" ? this.entries.value[0] : this.entries.value.at(-1);
      let page: Page | undefined;
      try {
        page = edge && more.value ? await this.#ask({ at, place: edge.place }, MORE) : undefined;
      } finally {
        // What is drawn of it may not reach far enough.
        this.#growing.delete(at);
      }
      if (page !== undefined) {
        batch(() => {
          take(page);
          this.#addLines(page.lines);
        });
      }
    });
  }

  /** Takes in what the engine says has changed. */
  take(change: Change): void {
    if (change.kind === "timelineChanged" && change.room === this.#room) {
      void this.#inTurn(() => this.#update(change.entries));
    } else if (change.kind === "receiptsChanged" && change.room === this.#room) {
      const own = this.entries.value.filter((entry) => entry.delivery !== undefined && entry.delivery !== "read");
      void this.#inTurn(() => this.#update(own.map((entry) => entry.id)));
    } else if (change.kind === "roomChanged" && change.room === this.#room) {
      void this.#inTurn(() => this.#refreshLines());
    }
  }

  async #update(ids: readonly string[]): Promise<void> {
    const fresh = await Promise.all(ids.map((id) => this.#paloma.entry(this.#room, id)));
    const changed = new Map<string, Entry>();
    for (const entry of fresh) {
      if (entry !== undefined) {
        changed.set(entry.id, entry);
      }
    }
    const shown = new Set(this.entries.value.map((entry) => entry.id));
    const last = this.entries.value.at(-1);
    const first = this.entries.value[0];
    const added = [...changed.values()].filter((entry) => !shown.has(entry.id) && this.#belongs(entry));
    const fits = added.filter(
      (entry) =>
        (!this.moreAfter.value || (last !== undefined && entry.place < last.place)) &&
        (!this.moreBefore.value || (first !== undefined && entry.place > first.place)),
    );
    const kept = this.entries.value.map((entry) => changed.get(entry.id) ?? entry);
    // What was queued gets its place when the lane has accepted it, which may be in front of what came meanwhile.
    const moved = this.entries.value.some(({ id, place }) => (changed.get(id)?.place ?? place) !== place);
    const all = fits.length === 0 && !moved ? kept : [...kept, ...fits].sort((a, b) => (a.place < b.place ? -1 : 1));
    batch(() => {
      this.entries.value = all.slice(-MOST);
      this.moreBefore.value ||= all.length > MOST;
    });
    await this.#refreshLines();
  }

  /** An answer in a thread stands in the thread only. */
  #belongs(entry: Entry): boolean {
    return this.#thread === undefined
      ? entry.thread === undefined
      : entry.thread === this.#thread || entry.id === this.#thread;
  }

  async #refreshLines(): Promise<void> {
    const last = this.entries.value.at(-1);
    if (this.#thread === undefined && !this.moreAfter.value) {
      const page = await this.#paloma.timeline(this.#room, { at: "end" }, MORE);
      const since = page.entries[0]?.time ?? 0;
      this.lines.value = [
        ...this.lines.value.filter((line) => line.time < since),
        ...page.lines.filter((line) => line.time >= since || !page.more),
      ];
      if (last === undefined && page.entries.length > 0) {
        this.#replace(page, page.more, false);
      }
    }
  }

  #addLines(lines: readonly LogLine[]): void {
    const known = new Map([...this.lines.value, ...lines].map((line) => [line.id, line]));
    this.lines.value = [...known.values()];
  }

  #replace(page: Page, before: boolean, after: boolean): void {
    batch(() => {
      this.entries.value = page.entries;
      this.lines.value = page.lines;
      this.moreBefore.value = before;
      this.moreAfter.value = after;
      this.loaded.value = true;
    });
  }

  #ask(anchor: Parameters<Paloma["timeline"]>[1], limit = FIRST): Promise<Page> {
    return this.#paloma.timeline(this.#room, anchor, limit, this.#thread);
  }

  /** One thing after the other: each starts from what the one before it left. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#working.then(work);
    this.#working = done.catch(() => {});
    return done;
  }
}
