import { Reader, Writer } from "../core/encoding.ts";
import { type Database, RUNS } from "./database.ts";
import { bytesOf, type Entries, type EntryChange, keyOf } from "./entries.ts";
import type { DataKey } from "./keys.ts";

/** The most bytes of a part, before encryption, where one entry alone is not longer. */
const PART = 1 << 20;
/** How many runs may lie behind each other before they are merged. */
const MAX_RUNS = 64;

/** A run of changes as it is stored: one or more parts, in one transaction. */
interface Run {
  readonly number: number;
  readonly parts: number;
  readonly size: number;
}

function encode(changes: Iterable<readonly [string, Uint8Array | undefined]>): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let writer = new Writer();
  let size = 0;
  for (const [key, value] of changes) {
    const length = key.length + (value?.length ?? 0);
    if (size > 0 && size + length > PART) {
      parts.push(writer.bytes());
      writer = new Writer();
      size = 0;
    }
    writer.opaque(bytesOf(key)).uint8(value === undefined ? 0 : 1);
    if (value !== undefined) {
      writer.opaque(value);
    }
    size += length;
  }
  parts.push(writer.bytes());
  return parts;
}

function decode(part: Uint8Array, take: (key: string, value: Uint8Array | undefined) => void): void {
  const reader = new Reader(part);
  while (reader.remaining > 0) {
    const key = keyOf(reader.opaque());
    take(
      key,
      reader.optional((value) => value.opaque()),
    );
  }
}

function place(run: number, part: number): string {
  return `paloma run ${run} part ${part}`;
}

/**
 * What is stored of a profile: runs of changes, each encrypted, the later ones over the earlier. A step adds a run in one
 * transaction; in idle times runs that lie beside each other are merged, so that what was overwritten goes away and
 * opening stays fast. All that is current is in memory besides, so merging reads nothing.
 */
export class Journal {
  readonly #database: Database;
  readonly #key: DataKey;
  readonly #entries: Entries;
  /** The number of the run in which the newest change of a key stands. Removed keys stay until nothing lies under them. */
  readonly #newest = new Map<string, number>();
  #runs: Run[] = [];
  #next = 1;

  private constructor(database: Database, key: DataKey, entries: Entries) {
    this.#database = database;
    this.#key = key;
    this.#entries = entries;
  }

  /**
   * Reads everything into the entries.
   *
   * @throws when something of it was damaged
   */
  static async open(database: Database, key: DataKey, entries: Entries): Promise<Journal> {
    const journal = new Journal(database, key, entries);
    const stored = await database.all<ArrayBuffer>(RUNS);
    const plain = await Promise.all(
      stored.map(({ key: at, value }) => {
        const [run, part] = at as [number, number];
        return key.open(place(run, part), value);
      }),
    );
    stored.forEach(({ key: at }, index) => {
      const [number, part] = at as [number, number];
      const bytes = plain[index] as Uint8Array;
      journal.#count(number, part, bytes.length);
      decode(bytes, (name, value) => journal.#take(number, name, value));
    });
    return journal;
  }

  #count(number: number, part: number, size: number): void {
    const last = this.#runs.at(-1);
    if (last?.number === number) {
      this.#runs[this.#runs.length - 1] = { number, parts: part + 1, size: last.size + size };
    } else {
      this.#runs.push({ number, parts: 1, size });
    }
    this.#next = number + 1;
  }

  #take(run: number, key: string, value: Uint8Array | undefined): void {
    this.#newest.set(key, run);
    this.#entries.set(key, value);
  }

  /** Stores changes that are in memory already: all or none, and durably when this resolves. */
  async append(changes: readonly EntryChange[]): Promise<void> {
    const latest = new Map(changes.map(({ key, value }) => [keyOf(key), value]));
    const number = this.#next++;
    const run = await this.#store(number, latest, []);
    this.#runs.push(run);
    for (const key of latest.keys()) {
      this.#newest.set(key, number);
    }
  }

  async #store(number: number, changes: Map<string, Uint8Array | undefined>, instead: readonly Run[]): Promise<Run> {
    const plain = encode(changes);
    const parts = await Promise.all(
      plain.map((part, index) => this.#key.seal(place(number, index), part as BufferSource)),
    );
    await this.#database.write([RUNS], (store) => {
      const runs = store(RUNS);
      for (const old of instead) {
        runs.delete(IDBKeyRange.bound([old.number], [old.number, []]));
      }
      parts.forEach((part, index) => {
        runs.put(part, [number, index]);
      });
    });
    return { number, parts: parts.length, size: plain.reduce((sum, part) => sum + part.length, 0) };
  }

  /** Whether there is something worth merging. */
  get wantsMerging(): boolean {
    return this.#runs.length > MAX_RUNS;
  }

  /**
   * Merges the last runs, together with those before them as long as these are not much larger, so that a byte is
   * written again only some times however long the journal is. Nothing may be appended meanwhile.
   */
  async merge(): Promise<void> {
    let first = this.#runs.length;
    let size = 0;
    while (first > 0 && (this.#runs.length - first < MAX_RUNS / 2 || (this.#runs[first - 1] as Run).size <= 2 * size)) {
      first--;
      size += (this.#runs[first] as Run).size;
    }
    const merged = this.#runs.slice(first);
    const from = merged[0]?.number ?? 0;
    const number = merged.at(-1)?.number ?? 0;
    const changes = new Map<string, Uint8Array | undefined>();
    for (const [key, run] of this.#newest) {
      if (run >= from) {
        const value = this.#entries.value(key);
        // With nothing under it, a removal says nothing.
        if (value !== undefined || first > 0) {
          changes.set(key, value);
        }
      }
    }
    const run = await this.#store(number, changes, merged);
    this.#runs = [...this.#runs.slice(0, first), run];
    for (const [key, at] of this.#newest) {
      if (at >= from) {
        if (changes.has(key)) {
          this.#newest.set(key, number);
        } else {
          this.#newest.delete(key);
        }
      }
    }
  }
}
