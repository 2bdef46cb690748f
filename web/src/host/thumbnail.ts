/** The longer side of a thumbnail in pixels. */
const SIDE = 320;
/** A picture with more pixels than this is not decoded here. */
const MAX_FILE = 64 << 20;
const TYPE = "image/jpeg";

export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/** A picture's size, and a small picture of it. */
export interface Preview {
  readonly dimensions: Dimensions;
  readonly thumbnail: Blob;
  readonly thumbnailDimensions: Dimensions;
}

/** What there is to see of a file before it is loaded; nothing when it is no picture that this browser knows. */
export async function previewOf(file: Blob): Promise<Preview | undefined> {
  if (!file.type.startsWith("image/") || file.type === "image/svg+xml" || file.size > MAX_FILE) {
    return undefined;
  }
  try {
    const picture = await createImageBitmap(file);
    const { width, height } = picture;
    const scale = Math.min(1, SIDE / Math.max(width, height));
    const small = new OffscreenCanvas(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
    small.getContext("2d")?.drawImage(picture, 0, 0, small.width, small.height);
    picture.close();
    const thumbnail = await small.convertToBlob({ type: TYPE, quality: 0.7 });
    return {
      dimensions: { width, height },
      thumbnail,
      thumbnailDimensions: { width: small.width, height: small.height },
    };
  } catch {
    return undefined;
  }
}

/** The type of thumbnails. */
export const THUMBNAIL_TYPE = TYPE;
