import { isJpeg, jpegWithoutMetadata } from "./jpeg.ts";
import { isPng, pngWithoutMetadata } from "./png.ts";
import { isWebp, webpWithoutMetadata } from "./webp.ts";

const BEGINNING = 16;

/** Larger files than this are no pictures for a chat: they are sent as they are, as any file is. */
export const MAX_PICTURE = 256 << 20;

/**
 * A picture without what its camera or editor noted about it: where and when it was taken, with what, by whom, earlier
 * versions. The picture itself stays as it is, byte for byte, and turned as it was. Files that are not JPEG, PNG or WebP
 * stay as they are.
 */
export async function withoutMetadata(file: File): Promise<File> {
  const edit = editFor(new Uint8Array(await file.slice(0, BEGINNING).arrayBuffer()));
  if (edit === undefined || file.size > MAX_PICTURE) {
    return file;
  }
  const parts = edit(new Uint8Array(await file.arrayBuffer()));
  return new File(parts as BlobPart[], file.name, { type: file.type });
}

function editFor(beginning: Uint8Array): ((bytes: Uint8Array) => Uint8Array[]) | undefined {
  if (isJpeg(beginning)) {
    return jpegWithoutMetadata;
  }
  if (isPng(beginning)) {
    return pngWithoutMetadata;
  }
  return isWebp(beginning) ? webpWithoutMetadata : undefined;
}
