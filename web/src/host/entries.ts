import { Writer } from "../core/encoding.ts";
import type { Apart } from "./apart.ts";
import type { Places } from "./entry-level.ts";
import { EntryTable } from "./entry-table.ts";
import type { JournalPart } from "./journal-part.ts";

/** The engine's table whose values lie apart: chat.paloma.core.engine.evidence.KeptEvidence. */
const APART_TABLE = 73;

/** One key with its new value; without one, the key is deleted. */
export interface EntryChange {
  readonly key: Uint8Array;
  readonly value: Uint8Array | undefined;
}

/** Whether an entry lies apart: by the first byte of its key. */
export function liesApart(firstByte: number | undefined): boolean {
  return firstByte === APART_TABLE;
}

/** Bytes as a string of one character each: a key of a map, and in the order of the bytes. */
export function keyOf(bytes: ArrayBufferView): string {
  const view = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return String.fromCharCode.apply(null, view as unknown as number[]);
}

/** The bytes of such a string. */
export function bytesOf(key: string): Uint8Array {
  return Uint8Array.from(key, (character) => character.charCodeAt(0));
}

/** The entries of the profile, for the module to read: chat.paloma.wasm.EntryStore. All but those apart are in memory. */
export class Entries {
  readonly #tables: (EntryTable | undefined)[] = [];
  readonly #apart: Apart;

  constructor(apart: Apart) {
    this.#apart = apart;
  }

  #table(number: number): EntryTable {
    let table = this.#tables[number];
    if (table === undefined) {
      table = new EntryTable();
      this.#tables[number] = table;
    }
    return table;
  }

  set(key: string, value: Uint8Array | undefined): void {
    this.#table(key.charCodeAt(0)).set(key, value);
  }

  /** Takes in a run of the journal, over what is there. */
  load(run: readonly JournalPart[]): void {
    const tables = new Map<number, Places[]>();
    for (const part of run) {
      for (const [table, places] of part.places()) {
        const known = tables.get(table);
        if (known === undefined) {
          tables.set(table, [{ part, places }]);
        } else {
          known.push({ part, places });
        }
      }
    }
    for (const [table, places] of tables) {
      this.#table(table).load(places);
    }
  }

  apply(changes: readonly EntryChange[]): void {
    for (const { key, value } of changes) {
      if (liesApart(key[0])) {
        this.#apart.apply(keyOf(key), value);
      } else {
        this.set(keyOf(key), value);
      }
    }
  }

  value(key: string): Uint8Array | undefined {
    return this.#table(key.charCodeAt(0)).get(key);
  }

  /** All entries whose keys begin with this byte, in the order of their keys. */
  all(table: number): Iterable<[key: string, value: Uint8Array]> {
    return this.#table(table).range(String.fromCharCode(table), String.fromCharCode(table + 1), false);
  }

  /** For the module. */
  get(key: Int8Array): Int8Array | null {
    const name = keyOf(key);
    const value = liesApart(key[0]) ? this.#apart.get(name) : this.value(name);
    return value === undefined ? null : new Int8Array(value.buffer, value.byteOffset, value.byteLength);
  }

  /** For the module. */
  isAtHand(key: Int8Array): boolean {
    return !liesApart(key[0]) || this.#apart.isAtHand(keyOf(key));
  }

  /** For the module: a range lies within one table. */
  range(from: Int8Array, to: Int8Array, limit: number, newestFirst: boolean): Int8Array {
    const first = keyOf(from);
    const out = new Writer();
    const table = this.#table(first.charCodeAt(0));
    let left = limit;
    for (const [key, value] of left > 0 ? table.range(first, keyOf(to), newestFirst) : []) {
      out.opaque(bytesOf(key)).opaque(value);
      if (--left === 0) {
        break;
      }
    }
    return new Int8Array(out.bytes().buffer);
  }
}
