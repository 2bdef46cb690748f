/** The pieces of a file that are encrypted one by one, in bytes. */
export const CHUNK = 1 << 20;

const TAG = 16;
const LABEL = new TextEncoder().encode("Paloma 1.0 attachment");

/** What opens a blob: chat.paloma.core.room.operation.EncryptedBlob, in hexadecimal. */
export interface EncryptedBlob {
  readonly blob: string;
  readonly size: number;
  readonly key: string;
  readonly chunkSize: number;
}

/** How many pieces a file has; an empty one has one that is empty. */
export function chunkCount(size: number, chunkSize: number): number {
  return Math.max(1, Math.ceil(size / chunkSize));
}

/** The size of a file once it is encrypted. */
export function encryptedSize(size: number, chunkSize: number): number {
  return size + chunkCount(size, chunkSize) * TAG;
}

/**
 * Encrypts the pieces of one file, or opens them: AES-256-GCM under a key that is for this file alone, with the piece's
 * number as the nonce, and the file's size and the size of pieces authenticated with each. See docs/room.md.
 */
export class BlobCipher {
  readonly #key: CryptoKey;
  readonly #bound: Uint8Array<ArrayBuffer>;

  private constructor(key: CryptoKey, size: number, chunkSize: number) {
    this.#key = key;
    this.#bound = new Uint8Array(LABEL.length + 12);
    this.#bound.set(LABEL);
    const view = new DataView(this.#bound.buffer);
    view.setBigUint64(LABEL.length, BigInt(size));
    view.setUint32(LABEL.length + 8, chunkSize);
  }

  static async of(key: Uint8Array<ArrayBuffer>, size: number, chunkSize: number): Promise<BlobCipher> {
    const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
    return new BlobCipher(imported, size, chunkSize);
  }

  #parameters(index: number): AesGcmParams {
    const nonce = new Uint8Array(12);
    new DataView(nonce.buffer).setBigUint64(4, BigInt(index));
    return { name: "AES-GCM", iv: nonce, additionalData: this.#bound };
  }

  async seal(index: number, chunk: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await crypto.subtle.encrypt(this.#parameters(index), this.#key, chunk));
  }

  /** @throws when the piece is not what was encrypted at this place */
  async open(index: number, sealed: BufferSource): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await crypto.subtle.decrypt(this.#parameters(index), this.#key, sealed));
  }
}
