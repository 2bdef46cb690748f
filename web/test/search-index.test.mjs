import assert from "node:assert/strict";
import { before, describe, mock, test } from "node:test";
import { useModules } from "./support/modules.mjs";

const load = useModules();
/** @type {any} */
let SearchIndex;
/** @type {any} */
let DataKey;
/** @type {(room: string, entry: string) => string} */
let markOf;
/** @type {(bytes: Uint8Array) => string} */
let keyOf;
before(async () => {
  ({ SearchIndex } = await load("/src/host/search-index.ts"));
  ({ DataKey } = await load("/src/host/keys.ts"));
  ({ markOf } = await load("/src/host/search-marks.ts"));
  ({ keyOf } = await load("/src/host/entries.ts"));
});

const ROOM = "07".repeat(32);
const idOf = (/** @type {number} */ number) => number.toString(16).padStart(64, "0");

/** One room in memory, with the marks of what has changed in it. */
class MemoryHost {
  /** @type {Map<string, object>} */
  entries = new Map();
  /** @type {Set<string>} */
  marks = new Set();

  /** @param {number} number @param {string} text */
  write(number, text) {
    const body = { kind: "message", text, attachments: [] };
    const id = idOf(number);
    this.entries.set(id, { id, account: "", time: number, body });
    this.marks.add(markOf(ROOM, id));
    return id;
  }

  /** @param {(ask: (question: { entries: string[] }) => unknown) => unknown} work */
  async between(work) {
    return work(({ entries }) => entries.flatMap((id) => this.entries.get(id) ?? []));
  }

  *ownKeys() {
    yield* this.marks;
  }

  /** @param {() => { key: Uint8Array }[]} changes */
  async store(changes) {
    for (const { key } of changes()) {
      this.marks.delete(keyOf(key));
    }
  }
}

/** Records in memory. */
class MemoryDatabase {
  /** @type {Map<number, ArrayBuffer>} */
  records = new Map();

  /** @param {string} _ @param {number} number */
  async get(_, number) {
    return this.records.get(number);
  }

  /** @param {string[]} _ @param {(store: () => object) => void} work */
  async write(_, work) {
    work(() => ({
      put: (/** @type {ArrayBuffer} */ record, /** @type {number} */ number) => this.records.set(number, record),
    }));
  }
}

describe("the index of search", () => {
  test("has several shards for a full month, and each message in one of them", async () => {
    mock.timers.enable({ apis: ["setTimeout"] });
    try {
      const host = new MemoryHost();
      const database = new MemoryDatabase();
      const { key } = await DataKey.create();
      const index = await SearchIndex.open(host, database, key);
      const found = async (/** @type {string} */ words, from = index) =>
        (await from.search(words, {})).map((/** @type {{ entry: string }} */ { entry }) => entry);
      const stored = async () => {
        mock.timers.tick(5_000);
        while (host.marks.size > 0) {
          await new Promise((resolve) => setImmediate(resolve));
        }
      };

      const special = new Map([
        [3, "quince"],
        [8_499, "medlar"],
      ]);
      const ids = Array.from({ length: 8_500 }, (_, number) =>
        host.write(number, `message ${special.get(number) ?? number}`),
      );
      index.follow(ROOM, ids);
      assert.deepEqual(await found("message"), ids.slice(-50).reverse());
      assert.equal(database.records.size, 0);
      assert.equal(host.marks.size, ids.length);
      await stored();
      assert.equal(database.records.size, 3);

      index.follow(ROOM, [host.write(3, "damson")]);
      await found("damson");
      await stored();
      assert.equal(database.records.size, 3);
      for (const each of [index, await SearchIndex.open(host, database, key)]) {
        assert.deepEqual(await found("damson", each), [ids[3]]);
        assert.deepEqual(await found("quince", each), []);
        assert.deepEqual(await found("medlar", each), [ids[8_499]]);
      }
    } finally {
      mock.timers.reset();
    }
  });
});
