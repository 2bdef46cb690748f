import type { SearchDocument } from "./search-shard.ts";

/** A message that was found. */
export interface Found extends SearchDocument {
  readonly room: string;
}

/** The newest of many messages: sorting all of them would take longer than finding them. */
export class Newest {
  readonly #most: number;
  readonly #found: Found[] = [];

  constructor(most: number) {
    this.#most = most;
  }

  /** The newest first. */
  get found(): readonly Found[] {
    return this.#found;
  }

  add(room: string, document: SearchDocument): void {
    const last = this.#found.at(-1);
    if (this.#found.length === this.#most && last !== undefined && last.time >= document.time) {
      return;
    }
    let at = this.#found.length;
    while (at > 0 && (this.#found[at - 1] as Found).time < document.time) {
      at--;
    }
    this.#found.splice(at, 0, { room, ...document });
    this.#found.length = Math.min(this.#found.length, this.#most);
  }
}
