import { exifOf, hasText, orientationOf } from "./orientation.ts";

const SIGNATURE = "\x89PNG\r\n\x1a\n";
/** What draws differently without it; other chunks that are not critical say something about the picture. */
const NEEDED: ReadonlySet<string> = new Set(
  "cHRM gAMA iCCP sBIT sRGB bKGD tRNS pHYs sPLT hIST acTL fcTL fdAT cICP mDCV cLLI".split(" "),
);

export function isPng(bytes: Uint8Array): boolean {
  return hasText(bytes, 0, SIGNATURE);
}

/** The parts of a PNG file without texts, times and EXIF (but for how the picture is turned), up to its end. */
export function pngWithoutMetadata(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = [bytes.subarray(0, SIGNATURE.length)];
  let at = SIGNATURE.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) {
      break;
    }
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (isCritical(type) || NEEDED.has(type)) {
      kept.push(bytes.subarray(at, end));
    } else if (type === "eXIf") {
      const exif = exifOf(orientationOf(bytes.subarray(at + 8, end - 4)));
      kept.push(...(exif === undefined ? [] : [chunk("eXIf", exif)]));
    }
    if (type === "IEND") {
      break;
    }
    at = end;
  }
  return kept;
}

function isCritical(type: string): boolean {
  return /^[A-Z][A-Za-z]{3}$/.test(type);
}

function chunk(type: string, content: Uint8Array): Uint8Array {
  const out = new Uint8Array(12 + content.length);
  const view = new DataView(out.buffer);
  view.setUint32(0, content.length);
  out.set(new TextEncoder().encode(type), 4);
  out.set(content, 8);
  view.setUint32(8 + content.length, checksum(out.subarray(4, 8 + content.length)));
  return out;
}

/** CRC-32 as PNG has it. */
function checksum(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
    }
  }
  return (crc ^ 0xffffffff) >>> 0;
}
