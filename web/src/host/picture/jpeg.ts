import { exifOf, hasText, type Orientation, orientationOf } from "./orientation.ts";

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const APP15 = 0xef;
const COMMENT = 0xfe;
const EXIF = "Exif\0\0";

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === SOI && bytes[2] === 0xff;
}

/**
 * The parts of a JPEG file without what is not needed to draw it: EXIF (but for how the picture is turned), XMP, IPTC,
 * comments, previews, and whatever a camera put behind its end. Where the file can't be followed, it ends.
 */
export function jpegWithoutMetadata(bytes: Uint8Array): Uint8Array[] {
  const kept: Uint8Array[] = [];
  let orientation: Orientation | undefined;
  let at = 2;
  while (at < bytes.length) {
    const from = at;
    while (bytes[at] === 0xff) {
      at++;
    }
    const marker = bytes[at++];
    if (at - from < 2 || marker === undefined || marker === 0) {
      break;
    }
    if (marker === EOI || isAlone(marker)) {
      kept.push(Uint8Array.of(0xff, marker));
      if (marker === EOI) {
        break;
      }
      continue;
    }
    const length = at + 2 <= bytes.length ? ((bytes[at] as number) << 8) | (bytes[at + 1] as number) : 0;
    if (length < 2 || at + length > bytes.length) {
      break;
    }
    const segment = bytes.subarray(at + 2, at + length);
    if (marker === APP1 && hasText(segment, 0, EXIF)) {
      orientation ??= orientationOf(segment.subarray(EXIF.length));
    }
    at += length;
    const end = marker === SOS ? endOfScan(bytes, at) : at;
    if (isNeeded(marker, segment)) {
      kept.push(Uint8Array.of(0xff, marker), bytes.subarray(at - length, end));
    }
    at = end;
  }
  return [Uint8Array.of(0xff, SOI), ...orientationSegment(orientation), ...kept];
}

/** Markers without a length. */
function isAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= SOI);
}

/** Where the next marker stands behind the data of a scan, in which 0xff stands before 0, a restart, or itself. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== 0 && next !== 0xff && !(next !== undefined && next >= 0xd0 && next <= 0xd7)) {
      return at;
    }
  }
  return bytes.length;
}

/** Colours need profiles (APP2) and Adobe's marker (APP14); nothing else of applications is needed to draw. */
function isNeeded(marker: number, segment: Uint8Array): boolean {
  switch (marker) {
    case APP0:
      return hasText(segment, 0, "JFIF\0");
    case APP2:
      return hasText(segment, 0, "ICC_PROFILE\0");
    case APP14:
      return hasText(segment, 0, "Adobe");
    default:
      return marker !== COMMENT && (marker < APP0 || marker > APP15);
  }
}

function orientationSegment(orientation: Orientation | undefined): Uint8Array[] {
  const exif = exifOf(orientation ?? 1);
  if (exif === undefined) {
    return [];
  }
  const length = 2 + EXIF.length + exif.length;
  return [Uint8Array.of(0xff, APP1, length >> 8, length & 0xff), new TextEncoder().encode(EXIF), exif];
}
