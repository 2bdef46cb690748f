import { Writer } from "../core/encoding.ts";
import type { Apart } from "./apart.ts";
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

/**
 * The entries whose keys begin with one byte. What was loaded is read when somebody first needs the table, so that
 * opening does not wait for tables that nothing on the screen needs; it is sorted when somebody first asks for a range.
 */
class EntryTable {
  readonly #values = new Map<string, Uint8Array>();
  #loaded: { part: JournalPart; places: readonly number[] }[] = [];
  #order: string[] | undefined;

  get values(): ReadonlyMap<string, Uint8Array> {
    this.#read();
    return this.#values;
  }

  /** Takes in what stands at these places of a part, over what is there. */
  load(part: JournalPart, places: readonly number[]): void {
    this.#loaded.push({ part, places });
    this.#order = undefined;
  }

  #read(): void {
    if (this.#loaded.length > 0) {
      for (const { part, places } of this.#loaded) {
        for (const place of places) {
          part.read(place, (key, value) => this.#put(key, value));
        }
      }
      this.#loaded = [];
    }
  }

  #put(key: string, value: Uint8Array | undefined): void {
    if (value === undefined) {
      this.#values.delete(key);
    } else {
      this.#values.set(key, value);
    }
  }

  set(key: string, value: Uint8Array | undefined): void {
    const known = this.values.has(key);
    this.#put(key, value);
    if (this.#order !== undefined && known !== (value !== undefined)) {
      const at = this.#place(this.#order, key);
      this.#order.splice(at, known ? 1 : 0, ...(known ? [] : [key]));
    }
  }

  range(from: string, to: string, limit: number, newestFirst: boolean): string[] {
    this.#order ??= [...this.values.keys()].sort(byCodeUnits);
    const first = this.#place(this.#order, from);
    const end = this.#place(this.#order, to);
    return newestFirst
      ? this.#order.slice(Math.max(first, end - limit), end).reverse()
      : this.#order.slice(first, Math.min(end, first + limit));
  }

  /** Where a key stands, or would. */
  #place(order: readonly string[], key: string): number {
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((order[middle] as string) < key) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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

  /** Takes in a part of the journal, over what is there. */
  load(part: JournalPart): void {
    for (const [table, places] of part.places()) {
      this.#table(table).load(part, places);
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
    return this.#table(key.charCodeAt(0)).values.get(key);
  }

  /** All entries whose keys begin with this byte. */
  all(table: number): ReadonlyMap<string, Uint8Array> {
    return this.#table(table).values;
  }

  get count(): number {
    return this.#tables.reduce((sum, table) => sum + (table?.values.size ?? 0), 0);
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
    for (const key of table.range(first, keyOf(to), limit, newestFirst)) {
      out.opaque(bytesOf(key)).opaque(table.values.get(key) as Uint8Array);
    }
    return new Int8Array(out.bytes().buffer);
  }
}
