import type { StoredKeys } from "./keys.ts";

const NAME = "paloma";
const VERSION = 2;

/** The object stores. */
export const META = "meta";
export const RUNS = "runs";
export const SEARCH = "search";
export const APART = "apart";

/** Another worker has taken the profile over. Nothing was written. */
export class Fenced extends Error {
  constructor() {
    super("another worker has taken over");
    this.name = "Fenced";
  }
}

function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * The IndexedDB of this origin. Every write names the number that its worker drew when it took the profile, and goes
 * through only while no later one was drawn.
 */
export class Database {
  readonly #database: IDBDatabase;
  readonly #fence: number;

  private constructor(database: IDBDatabase, fence: number) {
    this.#database = database;
    this.#fence = fence;
  }

  /** Opens the database, and draws the next number. */
  static async open(): Promise<Database> {
    if (typeof indexedDB === "undefined") {
      throw new DOMException("this browser has no IndexedDB here", "NotSupportedError");
    }
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      for (const store of [META, RUNS, SEARCH, APART]) {
        if (!request.result.objectStoreNames.contains(store)) {
          request.result.createObjectStore(store);
        }
      }
    };
    const database = await done(request);
    // Whoever erases the profile must not wait for this connection.
    database.onversionchange = () => database.close();
    const transaction = database.transaction(META, "readwrite", { durability: "strict" });
    const meta = transaction.objectStore(META);
    const fence = ((await done(meta.get("fence"))) ?? 0) + 1;
    meta.put(fence, "fence");
    await ended(transaction);
    return new Database(database, fence);
  }

  /**
   * Writes to some stores, all or nothing and durably.
   *
   * @throws Fenced when another worker has the profile
   * @throws DOMException such as QuotaExceededError
   */
  async write(stores: readonly string[], work: (store: (name: string) => IDBObjectStore) => void): Promise<void> {
    const names = new Set([META, ...stores]);
    const transaction = this.#database.transaction([...names], "readwrite", { durability: "strict" });
    const end = ended(transaction);
    let fenced = false;
    const fence = transaction.objectStore(META).get("fence");
    fence.onsuccess = () => {
      if (fence.result === this.#fence) {
        // Nobody waits for what the writes answer: what is refused aborts everything.
        transaction.commit();
      } else {
        fenced = true;
        transaction.abort();
      }
    };
    try {
      // Asked for together with the fence, so that a write is one way to the database and back.
      work((name) => transaction.objectStore(name));
    } catch (error) {
      transaction.abort();
      await end.catch(() => {});
      throw error;
    }
    try {
      await end;
    } catch (error) {
      throw fenced ? new Fenced() : error;
    }
  }

  async keys(): Promise<StoredKeys | undefined> {
    return done(this.#database.transaction(META).objectStore(META).get("keys"));
  }

  /** All keys of a store, or of a range of it, in their order. */
  async keysOf(store: string, range?: IDBKeyRange): Promise<IDBValidKey[]> {
    return done(this.#database.transaction(store).objectStore(store).getAllKeys(range));
  }

  async get<T>(store: string, key: IDBValidKey): Promise<T | undefined> {
    return done(this.#database.transaction(store).objectStore(store).get(key));
  }

  /** The values under some keys, in their order, each as soon as it has come. */
  each<T>(store: string, keys: readonly IDBValidKey[]): Promise<T | undefined>[] {
    const objects = this.#database.transaction(store).objectStore(store);
    return keys.map((key) => done<T | undefined>(objects.get(key)));
  }

  close(): void {
    this.#database.close();
  }
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("aborted", "AbortError"));
  });
}

/** Forgets everything. */
export function eraseDatabase(): Promise<unknown> {
  return done(indexedDB.deleteDatabase(NAME));
}
