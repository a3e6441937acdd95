/** What the server reads as it is; see collab-server/src/menu/photos/encoder/photo-kind.ts. */
export const PHOTO_TYPES = ["image/jpeg", "image/png", "image/webp", "image/avif"];
/** An iPhone's own, which the server reads too: where a browser knows no type for it, by its ending. */
export const HEIC_TYPES = ["image/heic", "image/heif", ".heic", ".heif"];

/** Smaller files are sent as they are. */
const SEND_AS_IS_BYTES = 1_500_000;
/** Twice the widest picture that is kept. */
const MAX_SIDE = 2_560;
const JPEG_QUALITY = 0.9;

/**
 * A photo's file as it is best sent: what a phone's camera makes is shrunk first, which saves most of the
 * wait on a poor line, and what this browser can read of others (HEIC, in Safari) becomes JPEG. Whatever
 * the browser cannot read goes out as it is: the server reads it, or says what is wrong with it.
 */
export async function shrinkPhoto(file: File): Promise<Blob> {
  if (PHOTO_TYPES.includes(file.type) && file.size <= SEND_AS_IS_BYTES) return file;
  try {
    const bitmap = await createImageBitmap(file);
    try {
      const smaller = await drawn(bitmap);
      return smaller && (smaller.size < file.size || !PHOTO_TYPES.includes(file.type))
        ? smaller
        : file;
    } finally {
      bitmap.close();
    }
  } catch {
    // Not a picture to this browser, or too large for its memory.
    return file;
  }
}

function drawn(bitmap: ImageBitmap): Promise<Blob | null> {
  const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext("2d");
  if (!context) return Promise.resolve(null);
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
}
