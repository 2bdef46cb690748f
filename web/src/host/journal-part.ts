import { Writer } from "../core/encoding.ts";
import { bytesOf, keyOf } from "./entries.ts";

/** The most bytes of a part, before encryption, where one entry alone is not longer. */
const PART = 1 << 20;

/** Changes as they are stored, a part at a time: for each its key, whether it has a value, and that. */
export function encodeParts(changes: Iterable<readonly [string, Uint8Array | undefined]>): Uint8Array[] {
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

/** A part that is read. It was encrypted by this profile, so it is well-formed; a mistake is a RangeError. */
export class JournalPart {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Where the entries of each table begin: cheap, since no key and no value is looked at. */
  places(): Map<number, number[]> {
    const tables = new Map<number, number[]>();
    let last = -1;
    let places: number[] = [];
    for (this.#at = 0; this.#at < this.#bytes.length; ) {
      const begin = this.#at;
      const length = this.#length();
      const table = this.#bytes[this.#at] as number;
      this.#skip(length);
      if (this.#byte() !== 0) {
        this.#skip(this.#length());
      }
      if (table !== last) {
        last = table;
        places = tables.get(table) ?? [];
        tables.set(table, places);
      }
      places.push(begin);
    }
    return tables;
  }

  /** Reads the entry at a place. */
  read(place: number, take: (key: string, value: Uint8Array | undefined) => void): void {
    this.#at = place;
    const key = keyOf(this.#opaque());
    take(key, this.#byte() === 0 ? undefined : this.#opaque());
  }

  /** Reads all entries. */
  readAll(take: (key: string, value: Uint8Array | undefined) => void): void {
    for (this.#at = 0; this.#at < this.#bytes.length; ) {
      this.read(this.#at, take);
    }
  }

  #opaque(): Uint8Array {
    const length = this.#length();
    const from = this.#at;
    this.#skip(length);
    return this.#bytes.subarray(from, this.#at);
  }

  #length(): number {
    const first = this.#byte();
    let length = first & 0x3f;
    for (let extra = (1 << (first >> 6)) - 1; extra > 0; extra--) {
      length = length * 256 + this.#byte();
    }
    return length;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) {
      throw new RangeError("a part of the journal ends within an entry");
    }
    return byte;
  }

  #skip(length: number): void {
    this.#at += length;
    if (this.#at > this.#bytes.length) {
      throw new RangeError("a part of the journal ends within an entry");
    }
  }
}
