/** How a picture is turned, as EXIF numbers it: 1 is upright, 2 to 8 are the other ways. */
export type Orientation = number;

const UPRIGHT = 1;
const TAG = 0x0112;
const SHORT = 3;
const MAX_TAGS = 512;

/** The orientation that EXIF data has, beginning with its TIFF header; upright when it says nothing that makes sense. */
export function orientationOf(tiff: Uint8Array): Orientation {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 8) {
    return UPRIGHT;
  }
  const order = view.getUint16(0);
  const little = order === 0x4949;
  if ((!little && order !== 0x4d4d) || view.getUint16(2, little) !== 42) {
    return UPRIGHT;
  }
  const first = view.getUint32(4, little);
  if (first + 2 > tiff.length) {
    return UPRIGHT;
  }
  const tags = Math.min(view.getUint16(first, little), MAX_TAGS);
  for (let at = first + 2, tag = 0; tag < tags && at + 12 <= tiff.length; tag++, at += 12) {
    if (view.getUint16(at, little) === TAG && view.getUint16(at + 2, little) === SHORT) {
      const value = view.getUint16(at + 8, little);
      return value >= 1 && value <= 8 ? value : UPRIGHT;
    }
  }
  return UPRIGHT;
}

/** EXIF data that says how a picture is turned, and nothing else; nothing for a picture that is upright. */
export function exifOf(orientation: Orientation): Uint8Array | undefined {
  if (orientation === UPRIGHT) {
    return undefined;
  }
  const tiff = new Uint8Array(26);
  const view = new DataView(tiff.buffer);
  view.setUint32(0, 0x4d4d002a);
  view.setUint32(4, 8);
  view.setUint16(8, 1);
  view.setUint16(10, TAG);
  view.setUint16(12, SHORT);
  view.setUint32(14, 1);
  view.setUint16(18, orientation);
  return tiff;
}

/** Whether bytes begin with these characters at a place. */
export function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return (
    at + text.length <= bytes.length && Array.from(text).every((one, index) => bytes[at + index] === one.charCodeAt(0))
  );
}
