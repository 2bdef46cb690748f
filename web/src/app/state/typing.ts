import { signal } from "@preact/signals";

/** What is said once holds for so long: the news that somebody stopped may never come. */
const HOLDS = 8000;

/** Who writes in which room now. */
export class Typing {
  readonly rooms = signal<ReadonlyMap<string, readonly string[]>>(new Map());
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  set(room: string, account: string, typing: boolean): void {
    const key = `${room} ${account}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const others = (this.rooms.value.get(room) ?? []).filter((other) => other !== account);
    this.rooms.value = new Map(this.rooms.value).set(room, typing ? [...others, account] : others);
    if (typing) {
      this.#timers.set(
        key,
        setTimeout(() => this.set(room, account, false), HOLDS),
      );
    }
  }

  in(room: string): readonly string[] {
    return this.rooms.value.get(room) ?? [];
  }
}
