const IMPORT_SECTION = 2;
const REFERENCE_TYPES_WITH_OPERAND = new Set([0x63, 0x64]);

/** Reads a WebAssembly binary as far as its import section (WebAssembly core specification, section 5.5.5). */
class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.position = 0;
  }

  byte() {
    const value = this.bytes[this.position++];
    if (value === undefined) {
      throw new Error("the WebAssembly binary is truncated");
    }
    return value;
  }

  /** An unsigned LEB128 number; for a signed one it has at least the right length. */
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) {
        return value;
      }
    }
  }

  name() {
    const length = this.number();
    this.position += length;
    return new TextDecoder().decode(this.bytes.subarray(this.position - length, this.position));
  }

  limits() {
    const flags = this.byte();
    this.number();
    if (flags & 1) {
      this.number();
    }
  }

  valueType() {
    if (REFERENCE_TYPES_WITH_OPERAND.has(this.byte())) {
      this.number();
    }
  }

  skipDescription() {
    const kind = this.byte();
    switch (kind) {
      case 0:
        return this.number();
      case 1:
        this.valueType();
        return this.limits();
      case 2:
        return this.limits();
      case 3:
        this.valueType();
        return this.byte();
      case 4:
        this.byte();
        return this.number();
      default:
        throw new Error(`an import of unknown kind ${kind}`);
    }
  }
}

/**
 * The imports of a WebAssembly module: everything that it can ever call outside itself, as `module.name`.
 *
 * @param {Uint8Array} bytes the module
 * @returns {string[]}
 */
export function wasmImports(bytes) {
  const reader = new Reader(bytes);
  reader.position = 8;
  while (reader.position < bytes.length) {
    const section = reader.byte();
    const length = reader.number();
    if (section !== IMPORT_SECTION) {
      reader.position += length;
      continue;
    }
    const imports = [];
    for (let left = reader.number(); left > 0; left--) {
      imports.push(`${reader.name()}.${reader.name()}`);
      reader.skipDescription();
    }
    return imports;
  }
  return [];
}
