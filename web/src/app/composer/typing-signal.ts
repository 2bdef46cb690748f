import type { App } from "../state/app.ts";

const AGAIN_AFTER = 4000;

/** Tells the others that somebody writes: at most every few seconds, and that they stopped. */
export class TypingSignal {
  readonly #app: App;
  readonly #room: string;
  #said = 0;

  constructor(app: App, room: string) {
    this.#app = app;
    this.#room = room;
  }

  input(text: string): void {
    const now = performance.now();
    if (text.trim() === "") {
      this.stop();
    } else if (this.#said === 0 || now - this.#said > AGAIN_AFTER) {
      this.#said = now;
      this.#send(true);
    }
  }

  stop(): void {
    if (this.#said !== 0) {
      this.#said = 0;
      this.#send(false);
    }
  }

  #send(typing: boolean): void {
    this.#app.paloma.command({ kind: "setTyping", room: this.#room, typing }).catch(() => {});
  }
}
