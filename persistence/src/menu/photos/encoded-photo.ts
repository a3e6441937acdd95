import { createHash } from "node:crypto";
import type { PhotoFormat } from "@tureen/shared/menu/photo";

/** One picture of a photo. */
export interface PhotoPicture {
  readonly width: number;
  readonly format: PhotoFormat;
  readonly data: Uint8Array;
}

/** A photo as it was re-encoded, before it belongs to a restaurant. */
export interface EncodedPhoto {
  /** Pixels of the widest picture. */
  readonly width: number;
  readonly height: number;
  readonly placeholder: string;
  readonly pictures: readonly PhotoPicture[];
}

/**
 * What a restaurant's photo is called: the hash of its pictures and of the restaurant, so that whoever
 * has the same photo cannot find out by it whether another restaurant has it too.
 */
export function photoHash(restaurantId: string, photo: EncodedPhoto): string {
  const hash = createHash("sha256").update(`tureen-photo-1 ${restaurantId}\n`);
  for (const { width, format, data } of photo.pictures) {
    hash.update(`${width} ${format} ${data.byteLength}\n`).update(data);
  }
  return hash.digest("hex").slice(0, 32);
}
