import type { App } from "../state/app.ts";

const RESTS = 800;

/** Keeps what is not sent yet, on all devices of the account, whenever writing rests. */
export class DraftKeeper {
  readonly #app: App;
  readonly #room: string;
  #pending: string | undefined;
  #aside = "";
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** What all devices have, as far as this one knows. */
  #shared: string;
  /** What this one has told the others and not been shown since, the newest last. */
  #told: string[] = [];

  constructor(app: App, room: string, draft: string) {
    this.#app = app;
    this.#room = room;
    this.#shared = draft;
  }

  keep(text: string): void {
    this.#pending = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), RESTS);
  }

  clear(): void {
    this.keep("");
    this.flush();
  }

  flush(): void {
    clearTimeout(this.#timer);
    const text = this.#pending;
    this.#pending = undefined;
    if (text !== undefined && text !== this.#shared) {
      this.#shared = text;
      this.#told.push(text);
      this.#app.paloma.command({ kind: "setDraft", room: this.#room, text }).catch(() => {});
    }
  }

  /** Whether the draft that all devices have now is to be shown: another one wrote it, and nothing was written here since. */
  takes(draft: string, shown: string): boolean {
    const own = this.#told.indexOf(draft);
    if (own >= 0) {
      this.#told.splice(0, own + 1);
      return false;
    }
    if (this.#pending !== undefined || shown !== this.#shared) {
      return false;
    }
    this.#shared = draft;
    return draft !== shown;
  }

  /** What was being written when something else was edited instead. */
  keepAside(text: string): void {
    this.#aside = text;
  }

  aside(): string {
    const text = this.#aside;
    this.#aside = "";
    return text;
  }
}
