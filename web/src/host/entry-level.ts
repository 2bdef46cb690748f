import type { JournalPart } from "./journal-part.ts";

/** Where the entries of one table stand in a part. */
export interface Places {
  readonly part: JournalPart;
  readonly places: readonly number[];
}

/**
 * The entries that one run has of one table, in the order of their keys. They are found where they stand: nothing is
 * read before somebody asks for it.
 */
export class EntryLevel {
  readonly #parts: readonly JournalPart[];
  /** For each entry, which part it stands in, and where. */
  readonly #part: Uint32Array;
  readonly #place: Uint32Array;

  private constructor(parts: readonly JournalPart[], part: Uint32Array, place: Uint32Array) {
    this.#parts = parts;
    this.#part = part;
    this.#place = place;
  }

  /** The entries at these places, when they stand there in the order of their keys. */
  static of(run: readonly Places[]): EntryLevel | undefined {
    const count = run.reduce((sum, { places }) => sum + places.length, 0);
    const part = new Uint32Array(count);
    const place = new Uint32Array(count);
    let at = 0;
    for (const [number, { places }] of run.entries()) {
      part.fill(number, at, at + places.length);
      place.set(places, at);
      at += places.length;
    }
    const level = new EntryLevel(
      run.map((places) => places.part),
      part,
      place,
    );
    return level.#isSorted() ? level : undefined;
  }

  #isSorted(): boolean {
    for (let at = 1; at < this.count; at++) {
      if (this.#in(at - 1).compare(this.#place[at - 1] as number, this.#in(at), this.#place[at] as number) >= 0) {
        return false;
      }
    }
    return true;
  }

  #in(at: number): JournalPart {
    return this.#parts[this.#part[at] as number] as JournalPart;
  }

  get count(): number {
    return this.#place.length;
  }

  keyAt(at: number): string {
    return this.#in(at).keyAt(this.#place[at] as number);
  }

  /** The value of the entry there; nothing when it was removed. */
  valueAt(at: number): Uint8Array | undefined {
    return this.#in(at).valueAt(this.#place[at] as number);
  }

  has(key: string): boolean {
    return this.find(key) !== undefined;
  }

  /** The number of the entry with a key. */
  find(key: string): number | undefined {
    const at = this.firstFrom(key);
    return at < this.count && this.#in(at).compareKey(this.#place[at] as number, key) === 0 ? at : undefined;
  }

  /** The number of the first entry whose key is not before this one. */
  firstFrom(key: string): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#in(middle).compareKey(this.#place[middle] as number, key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
