import { APART, type Database } from "./database.ts";
import { bytesOf, type EntryChange, keyOf } from "./entries.ts";
import type { DataKey } from "./keys.ts";

/** For how long nobody may ask for what was fetched before it is forgotten again, in milliseconds. */
const KEPT = 60_000;

/**
 * Entries that are long and seldom needed: who wrote what. Each is a record of its own, under a name that says nothing,
 * and is not in memory before the engine asked for it. They are stored in the transactions of the journal.
 */
export class Apart {
  readonly #database: Database;
  readonly #key: DataKey;
  readonly #wanted = new Set<string>();
  #fetching: ReadonlySet<string> = new Set();
  readonly #fetched = new Map<string, Uint8Array | undefined>();
  #askedAt = 0;

  constructor(database: Database, key: DataKey) {
    this.#database = database;
    this.#key = key;
  }

  /** Whether a value can be read now. If it can't, {@link fetch} gets it. */
  isAtHand(key: string): boolean {
    this.#askedAt = performance.now();
    const known = this.#fetched.has(key);
    if (!known && !this.#fetching.has(key)) {
      this.#wanted.add(key);
    }
    return known;
  }

  /** A value that is at hand. */
  get(key: string): Uint8Array | undefined {
    if (!this.#fetched.has(key)) {
      throw new RangeError("an entry that lies apart was read before it was fetched");
    }
    return this.#fetched.get(key);
  }

  /** Takes in changes that are being stored. */
  apply(key: string, value: Uint8Array | undefined): void {
    if (this.#fetched.has(key) || this.#fetching.has(key)) {
      this.#fetched.set(key, value);
    }
  }

  /** What to do in a transaction for changes to be stored. */
  async storing(changes: readonly EntryChange[]): Promise<(store: IDBObjectStore) => void> {
    const records = await Promise.all(
      changes.map(async ({ key, value }) => {
        const name = await this.#key.nameOf(key as BufferSource);
        return { name, sealed: value && (await this.#key.seal(place(name), value as BufferSource)) };
      }),
    );
    return (store) => {
      for (const { name, sealed } of records) {
        if (sealed === undefined) {
          store.delete(name);
        } else {
          store.put(sealed, name);
        }
      }
    };
  }

  /** Gets what was asked for; between steps, when all that steps changed is stored. */
  async fetch(): Promise<void> {
    if (this.#wanted.size === 0 || this.#fetching.size > 0) {
      return;
    }
    this.#fetching = new Set(this.#wanted);
    this.#wanted.clear();
    try {
      const keys = [...this.#fetching];
      const names = await Promise.all(keys.map((key) => this.#key.nameOf(bytesOf(key) as BufferSource)));
      const records = await Promise.all(this.#database.each<ArrayBuffer>(APART, names));
      const values = await Promise.all(records.map((record, at) => this.#open(names[at] as ArrayBuffer, record)));
      for (const [at, key] of keys.entries()) {
        if (!this.#fetched.has(key)) {
          this.#fetched.set(key, values[at]);
        }
      }
      setTimeout(() => this.#forget(), KEPT);
    } catch {
      // The database is closed, or can't be read: the engine asks again.
    } finally {
      this.#fetching = new Set();
    }
  }

  /** A record that does not authenticate shows nothing about anybody: it is as good as none. */
  #open(name: ArrayBuffer, record: ArrayBuffer | undefined): Promise<Uint8Array | undefined> | undefined {
    return record && this.#key.open(place(name), record).catch(() => undefined);
  }

  #forget(): void {
    const left = this.#askedAt + KEPT - performance.now();
    if (left <= 0) {
      this.#fetched.clear();
    } else {
      setTimeout(() => this.#forget(), left);
    }
  }
}

function place(name: ArrayBuffer): string {
  return `paloma apart ${keyOf(new Uint8Array(name))}`;
}
