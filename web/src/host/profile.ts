import { Apart } from "./apart.ts";
import { Attachments } from "./attachments.ts";
import { BlobTransfer } from "./blob-transfer.ts";
import { type Database, META } from "./database.ts";
import { EngineModule } from "./engine.ts";
import { EngineHost, type HostListener } from "./engine-host.ts";
import { Entries } from "./entries.ts";
import { Journal } from "./journal.ts";
import { DataKey, type StoredKeys } from "./keys.ts";
import { SearchIndex } from "./search-index.ts";

/** The profile in this browser, opened: its key, what is stored, and the engine that runs on it. */
export class Profile {
  readonly host: EngineHost;
  readonly attachments: Attachments;
  readonly search: SearchIndex;
  readonly #database: Database;
  readonly #key: DataKey;

  private constructor(
    database: Database,
    key: DataKey,
    host: EngineHost,
    attachments: Attachments,
    search: SearchIndex,
  ) {
    this.#database = database;
    this.#key = key;
    this.host = host;
    this.attachments = attachments;
    this.search = search;
  }

  /** Whether a passphrase is needed to open it. */
  static async isLocked(database: Database): Promise<boolean> {
    return (await database.keys())?.passphrase !== undefined;
  }

  /**
   * Opens it, or makes a new one.
   *
   * @throws WrongPassphrase when it is locked with another one
   */
  static async open(
    database: Database,
    moduleUrl: string,
    listener: HostListener,
    passphrase?: string,
  ): Promise<Profile> {
    const loading = EngineModule.load(moduleUrl);
    // Whatever else fails first is what is told.
    loading.catch(() => {});
    const stored = await database.keys();
    const key = stored === undefined ? await Profile.#create(database) : await DataKey.open(stored, passphrase);
    const apart = new Apart(database, key);
    const entries = new Entries(apart);
    const journal = await Journal.open(database, key, entries, apart);
    const module = EngineModule.open(await loading, entries);
    let search: SearchIndex | undefined;
    const host = new EngineHost(module, entries, journal, apart, {
      changed: (change) => {
        if (change.kind === "timelineChanged") {
          search?.follow(change.room, change.entries);
        }
        listener.changed(change);
      },
      broken: (reason) => listener.broken(reason),
    });
    const origin = async () => (await host.query<{ origin: string }>({ kind: "account" })).origin;
    const attachments = new Attachments(host, new BlobTransfer(host, origin), (upload, sent, size) =>
      listener.changed({ kind: "uploadProgress", upload, sent, size }),
    );
    search = await SearchIndex.open(host, database, key);
    return new Profile(database, key, host, attachments, search);
  }

  static async #create(database: Database): Promise<DataKey> {
    const { key, stored } = await DataKey.create();
    await Profile.#storeKeys(database, stored);
    return key;
  }

  static #storeKeys(database: Database, keys: StoredKeys): Promise<void> {
    return database.write([], (store) => {
      store(META).put(keys, "keys");
    });
  }

  /** Locks it behind a passphrase, or takes that away. */
  async setPassphrase(passphrase: string | undefined): Promise<void> {
    const stored = await this.#database.keys();
    if (stored !== undefined) {
      await Profile.#storeKeys(this.#database, await this.#key.wrap(stored.browserKey, passphrase));
    }
  }
}
