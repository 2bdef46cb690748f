import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { useModules } from "./support/modules.mjs";

const load = useModules();
/** @type {any} */
let Entries;
/** @type {any} */
let JournalPart;
/** @type {(changes: Iterable<readonly [string, Uint8Array | undefined]>) => Uint8Array[]} */
let encodeParts;
before(async () => {
  ({ Entries } = await load("/src/host/entries.ts"));
  ({ JournalPart, encodeParts } = await load("/src/host/journal-part.ts"));
});

const TABLE = "\u0014";

/** The same numbers for the same seed. @param {number} seed */
function random(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e3779b9) >>> 0;
    return state % below;
  };
}

/** Changes of some of `most` keys. @param {(below: number) => number} next @param {number} count @param {number} most */
function changesOf(next, count, most) {
  /** @type {Map<string, Uint8Array | undefined>} */
  const changes = new Map();
  while (changes.size < count) {
    const key = `${TABLE}${String.fromCharCode(next(256), next(most), next(200))}`;
    changes.set(key, next(4) === 0 ? undefined : new Uint8Array(next(300)).fill(next(256)));
  }
  return changes;
}

/** @param {any} entries @param {Map<string, Uint8Array>} expected @param {(below: number) => number} next */
function assertSame(entries, expected, next) {
  const sorted = [...expected.keys()].sort((a, b) => (a < b ? -1 : 1));
  assert.deepEqual(
    [...entries.all(TABLE.charCodeAt(0))].map(([key]) => key),
    sorted,
  );
  for (const [key, value] of expected) {
    assert.deepEqual(entries.value(key), value);
  }
  const bytes = (/** @type {string} */ key) => Int8Array.from(key, (character) => character.charCodeAt(0));
  for (let round = 0; round < 40; round++) {
    const [from, to] = [
      `${TABLE}${String.fromCharCode(next(256))}`,
      `${TABLE}${String.fromCharCode(next(256), next(3))}`,
    ];
    const within = sorted.filter((key) => key >= from && key < to);
    const limit = next(30);
    for (const newestFirst of [false, true]) {
      const wanted = (newestFirst ? [...within].reverse() : within).slice(0, limit);
      /** @type {string[]} */
      const found = [];
      const answer = entries.range(bytes(from), bytes(to), limit, newestFirst);
      new JournalPartReader(new Uint8Array(answer.buffer)).read((key) => found.push(key));
      assert.deepEqual(found, wanted);
    }
  }
}

/** Reads what a range answers: keys and values, each with its length. */
class JournalPartReader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** @param {(key: string) => void} take */
  read(take) {
    while (this.at < this.bytes.length) {
      take(String.fromCharCode(...this.next()));
      this.next();
    }
  }

  next() {
    const first = this.bytes[this.at++] ?? 0;
    let length = first & 0x3f;
    for (let extra = (1 << (first >> 6)) - 1; extra > 0; extra--) {
      length = length * 256 + (this.bytes[this.at++] ?? 0);
    }
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** @param {Map<string, Uint8Array | undefined>} changes @param {boolean} sorted */
function runOf(changes, sorted) {
  const all = sorted ? [...changes].sort(([a], [b]) => (a < b ? -1 : 1)) : [...changes];
  return encodeParts(all).map((part) => new JournalPart(part));
}

/** @param {Map<string, Uint8Array>} expected @param {Map<string, Uint8Array | undefined>} changes */
function over(expected, changes) {
  for (const [key, value] of changes) {
    if (value === undefined) {
      expected.delete(key);
    } else {
      expected.set(key, value);
    }
  }
}

describe("the entries in memory", () => {
  test("are those of all runs, the later over the earlier, however long and in what order each is stored", () => {
    for (let seed = 1; seed <= 8; seed++) {
      const next = random(seed);
      const entries = new Entries(undefined);
      /** @type {Map<string, Uint8Array>} */
      const expected = new Map();
      for (const count of [3_000, next(2) * 700, 400, next(200), 300, 5]) {
        const changes = changesOf(next, count, 20);
        entries.load(runOf(changes, next(5) > 0));
        over(expected, changes);
      }
      assertSame(entries, expected, next);
      const changes = changesOf(next, 500, 20);
      entries.apply([...changes].map(([key, value]) => ({ key: Uint8Array.from(key, (c) => c.charCodeAt(0)), value })));
      over(expected, changes);
      assertSame(entries, expected, next);
    }
  });

  test("are in parts that Chromium does not write into files of their own", () => {
    const parts = encodeParts(changesOf(random(1), 4_000, 200));
    assert.ok(parts.length > 5);
    assert.ok(parts.every((part) => part.length < 60_000));
  });

  test("have no place for what was removed before anything was stored", () => {
    const entries = new Entries(undefined);
    entries.set(`${TABLE}a`, new Uint8Array(1));
    entries.set(`${TABLE}a`, undefined);
    assert.equal(entries.value(`${TABLE}a`), undefined);
    assert.deepEqual([...entries.all(TABLE.charCodeAt(0))], []);
  });
});
