/** The few forms of the TLS presentation language that requests and responses need (RFC 9420 section 2.1). */
export class Writer {
  readonly #parts: Uint8Array[] = [];

  uint8(value: number): this {
    return this.#unsigned(value, 1);
  }

  uint16(value: number): this {
    return this.#unsigned(value, 2);
  }

  uint32(value: number): this {
    return this.#unsigned(value, 4);
  }

  /** A whole number below 2^53. */
  uint64(value: number): this {
    return this.#unsigned(value, 8);
  }

  /** `opaque<V>`. The bytes are kept, not copied, until {@link bytes}. */
  opaque(bytes: Uint8Array): this {
    if (bytes.length < 2 ** 6) {
      this.uint8(bytes.length);
    } else if (bytes.length < 2 ** 14) {
      this.uint16(bytes.length + 2 ** 14);
    } else if (bytes.length < 2 ** 30) {
      this.uint32(bytes.length + 2 ** 31);
    } else {
      throw new RangeError(`${bytes.length} bytes in one vector`);
    }
    this.#parts.push(bytes);
    return this;
  }

  text(value: string): this {
    return this.opaque(new TextEncoder().encode(value));
  }

  bytes(): Uint8Array {
    const out = new Uint8Array(this.#parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #unsigned(value: number, width: number): this {
    if (!Number.isSafeInteger(value) || value < 0 || value >= 2 ** (8 * width)) {
      throw new RangeError(`${value} does not fit into ${width} bytes`);
    }
    const bytes = new Uint8Array(width);
    for (let i = 0; i < width; i++) {
      bytes[i] = Math.floor(value / 2 ** (8 * (width - 1 - i)));
    }
    this.#parts.push(bytes);
    return this;
  }
}

/** Reads what the core wrote. The core is trusted to write it well; a mistake is a {@link RangeError}. */
export class Reader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#position;
  }

  uint8(): number {
    if (this.#position >= this.#bytes.length) {
      throw new RangeError("a byte where none is left");
    }
    return this.#bytes[this.#position++] as number;
  }

  uint16(): number {
    return this.#unsigned(2);
  }

  uint32(): number {
    return this.#unsigned(4);
  }

  /** A number that is expected to be below 2^53. */
  uint64(): number {
    return this.#unsigned(8);
  }

  optional<T>(value: (reader: Reader) => T): T | undefined {
    return this.uint8() === 0 ? undefined : value(this);
  }

  opaque(): Uint8Array {
    const first = this.uint8();
    let length = first & 0x3f;
    for (let extra = (1 << (first >> 6)) - 1; extra > 0; extra--) {
      length = length * 256 + this.uint8();
    }
    return this.#take(length);
  }

  text(): string {
    return new TextDecoder("utf-8", { fatal: true }).decode(this.opaque());
  }

  /** `T items<V>`. */
  list<T>(item: (reader: Reader) => T): T[] {
    const window = new Reader(this.opaque());
    const items: T[] = [];
    while (window.remaining > 0) {
      items.push(item(window));
    }
    return items;
  }

  /** Ends reading. */
  end(): void {
    if (this.remaining > 0) {
      throw new RangeError(`${this.remaining} bytes after the response`);
    }
  }

  #unsigned(width: number): number {
    let value = 0;
    for (let i = 0; i < width; i++) {
      value = value * 256 + this.uint8();
    }
    return value;
  }

  #take(length: number): Uint8Array {
    if (length > this.remaining) {
      throw new RangeError(`${length} bytes where ${this.remaining} are left`);
    }
    this.#position += length;
    return this.#bytes.subarray(this.#position - length, this.#position);
  }
}
