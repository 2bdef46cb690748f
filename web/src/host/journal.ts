import type { Apart } from "./apart.ts";
import { APART, type Database, RUNS } from "./database.ts";
import { type Entries, type EntryChange, keyOf, liesApart } from "./entries.ts";
import { byCodeUnits } from "./entry-table.ts";
import { encodeParts, JournalPart } from "./journal-part.ts";
import type { DataKey } from "./keys.ts";

/** How many runs may lie behind each other before they are merged. */
const MAX_RUNS = 64;

/** A run of changes as it is stored: one or more parts, in one transaction. */
interface Run {
  readonly number: number;
  readonly parts: number;
  readonly size: number;
}

function place(run: number, part: number): string {
  return `paloma run ${run} part ${part}`;
}

/**
 * What is stored of a profile: runs of changes, each encrypted, the later ones over the earlier. A step adds a run in one
 * transaction, in the order of the keys; in idle times runs that lie beside each other are merged, so that what was overwritten goes away and
 * opening stays fast. What is current is in memory besides, in the {@link Entries}.
 */
export class Journal {
  readonly #database: Database;
  readonly #key: DataKey;
  readonly #apart: Apart;
  #runs: Run[] = [];
  #next = 1;

  private constructor(database: Database, key: DataKey, apart: Apart) {
    this.#database = database;
    this.#key = key;
    this.#apart = apart;
  }

  /**
   * Reads everything into the entries.
   *
   * @throws when something of it was damaged
   */
  static async open(database: Database, key: DataKey, entries: Entries, apart: Apart): Promise<Journal> {
    const journal = new Journal(database, key, apart);
    let run: JournalPart[] = [];
    for (const { number, part, plain } of await journal.#read()) {
      if (part === 0) {
        entries.load(run);
        run = [];
      }
      run.push(new JournalPart(plain));
      journal.#count(number, part, plain.length);
    }
    entries.load(run);
    return journal;
  }

  /** The parts of runs, decrypted, in their order. */
  async #read(range?: IDBKeyRange): Promise<{ number: number; part: number; plain: Uint8Array }[]> {
    const keys = (await this.#database.keysOf(RUNS, range)) as [number, number][];
    // Asked for one by one, some are decrypted while others are still read.
    const sealed = this.#database.each<ArrayBuffer>(RUNS, keys);
    return Promise.all(
      keys.map(async ([number, part], at) => {
        const value = (await sealed[at]) as ArrayBuffer;
        return { number, part, plain: await this.#key.open(place(number, part), value) };
      }),
    );
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

  /** Stores changes that are in memory already: all or none, and durably when this resolves. */
  async append(changes: readonly EntryChange[]): Promise<void> {
    const latest = new Map<string, Uint8Array | undefined>();
    const apart = new Map<string, EntryChange>();
    for (const change of changes) {
      if (liesApart(change.key[0])) {
        apart.set(keyOf(change.key), change);
      } else {
        latest.set(keyOf(change.key), change.value);
      }
    }
    const number = this.#next++;
    this.#runs.push(await this.#store(number, latest, [], await this.#apart.storing([...apart.values()])));
  }

  async #store(
    number: number,
    changes: Map<string, Uint8Array | undefined>,
    instead: readonly Run[],
    storeApart: (store: IDBObjectStore) => void,
  ): Promise<Run> {
    const plain = encodeParts([...changes].sort(([a], [b]) => byCodeUnits(a, b)));
    const parts = await Promise.all(
      plain.map((part, index) => this.#key.seal(place(number, index), part as BufferSource)),
    );
    await this.#database.write([RUNS, APART], (store) => {
      storeApart(store(APART));
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
    for (const { plain } of await this.#read(IDBKeyRange.bound([from], [number, []]))) {
      new JournalPart(plain).readAll((key, value) => changes.set(key, value));
    }
    if (first === 0) {
      // With nothing under it, a removal says nothing.
      for (const [key, value] of changes) {
        if (value === undefined) {
          changes.delete(key);
        }
      }
    }
    const run = await this.#store(number, changes, merged, () => {});
    this.#runs = [...this.#runs.slice(0, first), run];
  }
}
