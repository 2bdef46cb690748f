import { Writer } from "../core/encoding.ts";
import { bytesOf, keyOf } from "./entries.ts";

/**
 * The most bytes of a part, before encryption and without the lengths in it, where one entry alone is not longer. What
 * is longer than 64 KiB, Chromium writes into a file of its own, which takes twice as long to read.
 */
const PART = 48 << 10;

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

  /** The key of the entry at a place. */
  keyAt(place: number): string {
    this.#at = place;
    return keyOf(this.#opaque());
  }

  /** Its value; nothing when the entry was removed. */
  valueAt(place: number): Uint8Array | undefined {
    this.#at = place;
    this.#skip(this.#length());
    return this.#byte() === 0 ? undefined : this.#opaque();
  }

  /** Compares the key at a place with another one: less than 0, 0 or more, by their bytes. */
  compareKey(place: number, key: string): number {
    this.#at = place;
    const length = this.#length();
    const common = Math.min(length, key.length);
    for (let at = 0; at < common; at++) {
      const difference = (this.#bytes[this.#at + at] as number) - key.charCodeAt(at);
      if (difference !== 0) {
        return difference;
      }
    }
    return length - key.length;
  }

  /** The same with the key at a place of another part, or of this one. */
  compare(place: number, other: JournalPart, otherPlace: number): number {
    other.#at = otherPlace;
    const otherLength = other.#length();
    const otherStart = other.#at;
    this.#at = place;
    const length = this.#length();
    const common = Math.min(length, otherLength);
    for (let at = 0; at < common; at++) {
      const difference = (this.#bytes[this.#at + at] as number) - (other.#bytes[otherStart + at] as number);
      if (difference !== 0) {
        return difference;
      }
    }
    return length - otherLength;
  }

  /** Reads all entries. */
  readAll(take: (key: string, value: Uint8Array | undefined) => void): void {
    for (this.#at = 0; this.#at < this.#bytes.length; ) {
      const key = keyOf(this.#opaque());
      take(key, this.#byte() === 0 ? undefined : this.#opaque());
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
