import { exifOf, hasText, orientationOf } from "./orientation.ts";

const NEEDED: ReadonlySet<string> = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP"]);
/** The flags in `VP8X` that say that there is EXIF, and XMP. */
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;
const HEADER = 12;

export function isWebp(bytes: Uint8Array): boolean {
  return hasText(bytes, 0, "RIFF") && hasText(bytes, 8, "WEBP");
}

/** The parts of a WebP file without XMP and EXIF (but for how the picture is turned), up to its end. */
export function webpWithoutMetadata(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept: Uint8Array[] = [];
  let extended: Uint8Array | undefined;
  let exif: Uint8Array | undefined;
  const fileEnd = Math.min(bytes.length, 8 + view.getUint32(4, true));
  for (let at = HEADER; at + 8 <= fileEnd; ) {
    const type = String.fromCharCode(...bytes.subarray(at, at + 4));
    const length = view.getUint32(at + 4, true);
    // Chunks begin at even places.
    const end = at + 8 + length + (length % 2);
    if (at + 8 + length > fileEnd) {
      break;
    }
    if (type === "VP8X" && length > 0) {
      extended = bytes.slice(at, end);
      extended[8] = (extended[8] as number) & ~(HAS_EXIF | HAS_XMP);
      kept.push(extended);
    } else if (NEEDED.has(type)) {
      kept.push(bytes.subarray(at, end));
    } else if (type === "EXIF") {
      const content = bytes.subarray(at + 8, at + 8 + length);
      exif = exifOf(orientationOf(hasText(content, 0, "Exif\0\0") ? content.subarray(6) : content));
    }
    at = end;
  }
  if (extended !== undefined && exif !== undefined) {
    extended[8] = (extended[8] as number) | HAS_EXIF;
    kept.push(chunkHeader("EXIF", exif.length), exif);
  }
  const size = kept.reduce((sum, part) => sum + part.length, 4);
  return [chunkHeader("RIFF", size), new TextEncoder().encode("WEBP"), ...kept];
}

function chunkHeader(type: string, length: number): Uint8Array {
  const out = new Uint8Array(8);
  out.set(new TextEncoder().encode(type));
  new DataView(out.buffer).setUint32(4, length, true);
  return out;
}
