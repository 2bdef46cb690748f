import type { AttachmentInfo } from "../model/views.ts";
import type { EncryptedBlob } from "./blob-cipher.ts";
import type { BlobTransfer } from "./blob-transfer.ts";
import { CommandRefused, type EngineHost } from "./engine-host.ts";
import { withoutMetadata } from "./picture/metadata.ts";
import { previewOf, THUMBNAIL_TYPE } from "./thumbnail.ts";

const MAX_NAME = 255;
const MAX_TYPE = 127;
const UNKNOWN_TYPE = "application/octet-stream";

const CANCELLED = { code: "cancelled", text: "the upload was cancelled" };
const NO_ATTACHMENT = { code: "not_found", text: "there is no such attachment" };

/** The files of messages: uploads that are under way, and downloads. */
export class Attachments {
  readonly #host: EngineHost;
  readonly #transfer: BlobTransfer;
  readonly #progress: (upload: string, sent: number, size: number) => void;
  readonly #uploads = new Map<string, AbortController>();

  constructor(
    host: EngineHost,
    transfer: BlobTransfer,
    progress: (upload: string, sent: number, size: number) => void,
  ) {
    this.#host = host;
    this.#transfer = transfer;
    this.#progress = progress;
  }

  /**
   * Uploads a file with its thumbnail, a picture without what its camera noted about it.
   *
   * @return what a message takes: JSON with the keys, which is for the engine and not to be shown or stored
   * @throws CommandRefused
   */
  async attach(upload: string, room: string, chosen: File): Promise<string> {
    const controller = new AbortController();
    this.#uploads.set(upload, controller);
    try {
      const file = await withoutMetadata(chosen);
      const preview = await previewOf(file);
      const thumbnail =
        preview === undefined
          ? undefined
          : {
              content: await this.#transfer.upload(room, preview.thumbnail, controller.signal, () => {}),
              dimensions: preview.thumbnailDimensions,
            };
      const content = await this.#transfer.upload(room, file, controller.signal, (sent, size) =>
        this.#progress(upload, sent, size),
      );
      return JSON.stringify({
        content,
        mediaType: mediaTypeOf(file),
        name: nameOf(file),
        ...(preview === undefined ? {} : { dimensions: preview.dimensions, thumbnail }),
      });
    } catch (error) {
      throw controller.signal.aborted ? new CommandRefused(CANCELLED) : error;
    } finally {
      this.#uploads.delete(upload);
    }
  }

  cancel(upload: string): void {
    this.#uploads.get(upload)?.abort();
  }

  /** @throws CommandRefused */
  async download(room: string, attachment: AttachmentInfo, thumbnail: boolean): Promise<Blob> {
    const [entry, index] = attachment.id.split(":");
    const encrypted = await this.#host.query<EncryptedBlob | null>({
      kind: "attachment",
      room,
      entry,
      index: Number(index),
      thumbnail,
    });
    if (encrypted === null) {
      throw new CommandRefused(NO_ATTACHMENT);
    }
    const mediaType = thumbnail ? THUMBNAIL_TYPE : attachment.mediaType;
    return this.#transfer.download(room, encrypted, mediaType, new AbortController().signal);
  }
}

function mediaTypeOf(file: File): string {
  return /^[!-~]+$/.test(file.type) && file.type.length <= MAX_TYPE ? file.type : UNKNOWN_TYPE;
}

/** The name of a file, shortened to what fits: its end stays, since it says what the file is. */
function nameOf(file: File): string {
  let name = file.name.toWellFormed() || "file";
  while (new TextEncoder().encode(name).length > MAX_NAME) {
    name = Array.from(name).slice(1).join("");
  }
  return name;
}
