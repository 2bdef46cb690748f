import { EntryLevel, type Places } from "./entry-level.ts";

/** With fewer entries than this, a run is not a level of its own. */
const LEAST_IN_LEVEL = 256;

/** Entries in the order of their keys. A removed one has no value. */
interface Sorted {
  readonly count: number;
  keyAt(at: number): string;
  valueAt(at: number): Uint8Array | undefined;
  firstFrom(key: string): number;
}

/** What has changed since what the levels have; a removed entry has no value. */
class Changed implements Sorted {
  readonly values = new Map<string, Uint8Array | undefined>();
  #order: string[] | undefined;

  get count(): number {
    return this.values.size;
  }

  set(key: string, value: Uint8Array | undefined): void {
    if (this.#order !== undefined && !this.values.has(key)) {
      this.#order.splice(this.firstFrom(key), 0, key);
    }
    this.values.set(key, value);
  }

  delete(key: string): void {
    if (this.values.delete(key)) {
      this.#order?.splice(this.firstFrom(key), 1);
    }
  }

  /** They are sorted when somebody first asks for a range. */
  get #sorted(): string[] {
    this.#order ??= [...this.values.keys()].sort(byCodeUnits);
    return this.#order;
  }

  keyAt(at: number): string {
    return this.#sorted[at] as string;
  }

  valueAt(at: number): Uint8Array | undefined {
    return this.values.get(this.keyAt(at));
  }

  firstFrom(key: string): number {
    const sorted = this.#sorted;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as string) < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/**
 * The entries whose keys begin with one byte. The long runs that were loaded stay as they are stored, as levels, and what
 * came later lies over them; what was loaded is looked at when somebody first needs the table, so that opening does not
 * wait for tables that nothing on the screen needs.
 */
export class EntryTable {
  #loaded: (readonly Places[])[] = [];
  /** The newest first. */
  readonly #levels: EntryLevel[] = [];
  readonly #changed = new Changed();

  /** Takes in what one run has of this table, over what is there. */
  load(run: readonly Places[]): void {
    this.#loaded.push(run);
  }

  #read(): void {
    const loaded = this.#loaded;
    this.#loaded = [];
    for (const run of loaded) {
      const count = run.reduce((sum, { places }) => sum + places.length, 0);
      const level = count >= LEAST_IN_LEVEL && this.#changed.count === 0 ? EntryLevel.of(run) : undefined;
      if (level !== undefined) {
        this.#levels.unshift(level);
        continue;
      }
      for (const { part, places } of run) {
        for (const place of places) {
          this.#put(part.keyAt(place), part.valueAt(place));
        }
      }
    }
  }

  #put(key: string, value: Uint8Array | undefined): void {
    if (value === undefined && !this.#levels.some((level) => level.has(key))) {
      this.#changed.delete(key);
    } else {
      this.#changed.set(key, value);
    }
  }

  set(key: string, value: Uint8Array | undefined): void {
    this.#read();
    this.#put(key, value);
  }

  get(key: string): Uint8Array | undefined {
    this.#read();
    if (this.#changed.values.has(key)) {
      return this.#changed.values.get(key);
    }
    for (const level of this.#levels) {
      const at = level.find(key);
      if (at !== undefined) {
        return level.valueAt(at);
      }
    }
    return undefined;
  }

  /** The entries from one key up to another, which is excluded, in their order or in the opposite one. */
  *range(from: string, to: string, newestFirst: boolean): Generator<[key: string, value: Uint8Array]> {
    this.#read();
    const cursors = [this.#changed, ...this.#levels].map((entries) => new Cursor(entries, from, to, newestFirst));
    for (;;) {
      let next: Cursor | undefined;
      for (const cursor of cursors) {
        const { key } = cursor;
        // Of several with the same key, the first is the newest.
        if (key !== undefined && (next?.key === undefined || (newestFirst ? key > next.key : key < next.key))) {
          next = cursor;
        }
      }
      const key = next?.key;
      if (next === undefined || key === undefined) {
        return;
      }
      const value = next.value;
      for (const cursor of cursors) {
        cursor.pass(key);
      }
      if (value !== undefined) {
        yield [key, value];
      }
    }
  }
}

/** Goes through a part of sorted entries. */
class Cursor {
  readonly #entries: Sorted;
  readonly #step: 1 | -1;
  #at: number;
  #left: number;
  /** The key that it stands at; nothing at the end. */
  key: string | undefined;

  constructor(entries: Sorted, from: string, to: string, backwards: boolean) {
    this.#entries = entries;
    const first = entries.firstFrom(from);
    const end = entries.firstFrom(to);
    this.#step = backwards ? -1 : 1;
    this.#at = backwards ? end - 1 : first;
    this.#left = end - first;
    this.key = this.#left > 0 ? entries.keyAt(this.#at) : undefined;
  }

  get value(): Uint8Array | undefined {
    return this.#entries.valueAt(this.#at);
  }

  /** Goes on when it stands at this key. */
  pass(key: string): void {
    if (this.key === key) {
      this.#at += this.#step;
      this.#left--;
      this.key = this.#left > 0 ? this.#entries.keyAt(this.#at) : undefined;
    }
  }
}

/** The order of the bytes that keys are made of. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
