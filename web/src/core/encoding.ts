/** The few forms of the TLS presentation language that requests and responses need (RFC 9420 section 2.1). */
export class Writer {
  readonly #bytes: number[] = [];

  uint8(value: number): this {
    return this.#unsigned(value, 1);
  }

  uint16(value: number): this {
    return this.#unsigned(value, 2);
  }

  uint32(value: number): this {
    return this.#unsigned(value, 4);
  }

  /** `opaque<V>` of at most 16,383 bytes. */
  opaque(bytes: Uint8Array): this {
    if (bytes.length > 0x3fff) {
      throw new RangeError(`${bytes.length} bytes in one vector`);
    }
    if (bytes.length < 0x40) {
      this.uint8(bytes.length);
    } else {
      this.uint16(bytes.length | 0x4000);
    }
    this.#bytes.push(...bytes);
    return this;
  }

  text(value: string): this {
    return this.opaque(new TextEncoder().encode(value));
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }

  #unsigned(value: number, width: number): this {
    if (!Number.isInteger(value) || value < 0 || value >= 2 ** (8 * width)) {
      throw new RangeError(`${value} does not fit into ${width} bytes`);
    }
    for (let shift = 8 * (width - 1); shift >= 0; shift -= 8) {
      this.#bytes.push(Math.floor(value / 2 ** shift) & 0xff);
    }
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
    return this.#unsigned(1);
  }

  uint16(): number {
    return this.#unsigned(2);
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
    return this.#take(width).reduce((value, byte) => value * 256 + byte, 0);
  }

  #take(length: number): Uint8Array {
    if (length > this.remaining) {
      throw new RangeError(`${length} bytes where ${this.remaining} are left`);
    }
    this.#position += length;
    return this.#bytes.subarray(this.#position - length, this.#position);
  }
}
