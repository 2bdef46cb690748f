import { sha256 } from "@noble/hashes/sha2.js";
import { BlobCipher, CHUNK, chunkCount, type EncryptedBlob, encryptedSize } from "./blob-cipher.ts";
import type { BlobCapability } from "./engine.ts";
import { CommandRefused, type EngineHost } from "./engine-host.ts";

const ATTEMPTS = 8;
const FIRST_WAIT = 500;
const TIMEOUT = 60_000;

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unhex(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function refused(code: string, text: string): CommandRefused {
  return new CommandRefused({ code, text });
}

/** The node said something else than was asked for. */
class HttpStatus extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`HTTP status ${status}`);
    this.status = status;
  }
}

/**
 * Moves the bytes of blobs to the node and back, encrypted piece by piece. What breaks off goes on where it was, for as
 * long as somebody waits for it.
 */
export class BlobTransfer {
  readonly #host: EngineHost;
  readonly #origin: () => Promise<string>;

  constructor(host: EngineHost, origin: () => Promise<string>) {
    this.#host = host;
    this.#origin = origin;
  }

  /**
   * Encrypts a file and uploads it.
   *
   * @param progress told how many bytes of the encrypted file the node has
   * @throws CommandRefused when the node refuses, or can't be reached for long
   */
  async upload(
    room: string,
    file: Blob,
    signal: AbortSignal,
    progress: (sent: number, size: number) => void,
  ): Promise<EncryptedBlob> {
    const key = crypto.getRandomValues(new Uint8Array(32));
    const cipher = await BlobCipher.of(key, file.size, CHUNK);
    const size = encryptedSize(file.size, CHUNK);
    const blob = await this.#name(cipher, file, signal);
    await this.#again(signal, async () => {
      const capability = await this.#host.blob({ kind: "beginUpload", room, blob, size });
      await this.#put(capability, blob, cipher, file, signal, progress);
    });
    return { blob, size: file.size, key: hex(key), chunkSize: CHUNK };
  }

  /** The hash of the encrypted file. Encrypting again gives the same bytes, so they are not kept. */
  async #name(cipher: BlobCipher, file: Blob, signal: AbortSignal): Promise<string> {
    const hash = sha256.create();
    for (let index = 0; index < chunkCount(file.size, CHUNK); index++) {
      signal.throwIfAborted();
      hash.update(await cipher.seal(index, await chunkOf(file, index)));
    }
    return hex(hash.digest());
  }

  async #put(
    { token, present, size }: BlobCapability,
    blob: string,
    cipher: BlobCipher,
    file: Blob,
    signal: AbortSignal,
    progress: (sent: number, size: number) => void,
  ): Promise<void> {
    const step = encryptedSize(CHUNK, CHUNK);
    let offset = present;
    progress(offset, size);
    while (offset < size) {
      const index = Math.floor(offset / step);
      const sealed = await cipher.seal(index, await chunkOf(file, index));
      const answer = await this.#ask(blob, token, signal, {
        method: "PUT",
        headers: { "Upload-Offset": String(offset) },
        body: sealed.subarray(offset - index * step),
      });
      if (answer.status !== 204) {
        throw new HttpStatus(answer.status);
      }
      offset = index * step + sealed.length;
      progress(offset, size);
    }
  }

  /**
   * Downloads a blob and opens it. Only what authenticates comes out.
   *
   * @throws CommandRefused when it can't be had, or is not what its sender encrypted
   */
  async download(room: string, encrypted: EncryptedBlob, mediaType: string, signal: AbortSignal): Promise<Blob> {
    const cipher = await BlobCipher.of(unhex(encrypted.key), encrypted.size, encrypted.chunkSize);
    const size = encryptedSize(encrypted.size, encrypted.chunkSize);
    const step = encryptedSize(encrypted.chunkSize, encrypted.chunkSize);
    const pieces: Blob[] = [];
    await this.#again(signal, async () => {
      const { token } = await this.#host.blob({ kind: "beginDownload", room, blob: encrypted.blob });
      while (pieces.length < chunkCount(encrypted.size, encrypted.chunkSize)) {
        const from = pieces.length * step;
        const to = Math.min(size, from + step);
        const answer = await this.#ask(encrypted.blob, token, signal, {
          headers: { Range: `bytes=${from}-${to - 1}` },
        });
        if (answer.status !== 206 && !(answer.status === 200 && from === 0 && to === size)) {
          throw new HttpStatus(answer.status);
        }
        const sealed = await answer.arrayBuffer();
        const piece = await cipher.open(pieces.length, sealed).catch(() => {
          throw refused("server_deceives", "the file is not the one that was sent");
        });
        // A blob may be kept on disk by the browser, which memory of the worker is not.
        pieces.push(new Blob([piece]));
      }
    });
    return new Blob(pieces, { type: mediaType });
  }

  async #ask(blob: string, token: string, signal: AbortSignal, request: RequestInit): Promise<Response> {
    return fetch(`${await this.#origin()}/v1/blobs/${blob}`, {
      ...request,
      headers: { ...request.headers, Authorization: `Bearer ${token}` },
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
    });
  }

  /** Does it again with growing waits while the network or the node is the reason that it fails. */
  async #again(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await work();
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (!mayPass(error) || attempt === ATTEMPTS) {
          throw error instanceof CommandRefused ? error : refused("no_connection", "the file could not be moved");
        }
        await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT * 2 ** (attempt - 1)));
      }
    }
  }
}

async function chunkOf(file: Blob, index: number): Promise<ArrayBuffer> {
  return file.slice(index * CHUNK, (index + 1) * CHUNK).arrayBuffer();
}

/** Whether a failure may be over when it is tried again; also a capability may have run out, or an upload moved on. */
function mayPass(error: unknown): boolean {
  if (error instanceof CommandRefused) {
    return error.problem.code === "no_connection";
  }
  return !(error instanceof HttpStatus) || error.status >= 500 || [401, 403, 408, 409, 429].includes(error.status);
}
