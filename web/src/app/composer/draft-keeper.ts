import type { App } from "../state/app.ts";

const RESTS = 800;

/** Keeps what is not sent yet, on all devices of the account, whenever writing rests. */
export class DraftKeeper {
  readonly #app: App;
  readonly #room: string;
  #pending: string | undefined;
  #aside = "";
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(app: App, room: string) {
    this.#app = app;
    this.#room = room;
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
    if (this.#pending !== undefined) {
      const text = this.#pending;
      this.#pending = undefined;
      this.#app.paloma.command({ kind: "setDraft", room: this.#room, text }).catch(() => {});
    }
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
