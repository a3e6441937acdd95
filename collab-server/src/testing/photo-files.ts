import { readFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";

/** A picture with detail everywhere, as a photo has. */
export function noisyPicture(width: number, height: number): Sharp {
  const noise = { type: "gaussian", mean: 128, sigma: 60 } as const;
  return sharp({ create: { width, height, channels: 3, background: "#b86", noise } }).blur(3);
}

/** A picture whose left half is red and whose right half is blue. */
export function twoHalves(width: number, height: number): Sharp {
  const half = { width: Math.floor(width / 2), height, channels: 3, background: "#f00" } as const;
  return sharp({ create: { ...half, width, background: "#00f" } }).composite([
    { input: { create: half }, left: 0, top: 0 },
  ]);
}

/**
 * A small photo as iPhones keep theirs, HEVC in HEIF, red at the left and blue at the right. Made of
 * `twoHalves(64, 48)` by libheif's heif-enc: nothing that is installed here writes HEVC.
 */
export function heicPhoto(): Promise<Buffer> {
  return readFile(new URL("two-halves.heic", import.meta.url));
}

/** A phone's photo: lying on its side, with the place where it was taken, the camera and a profile. */
export function phonePhoto(width = 800, height = 600): Promise<Buffer> {
  return twoHalves(width, height)
    .withExif({
      IFD0: { Make: "Spybrand", Model: "Peeper 3" },
      IFD3: { GPSLatitudeRef: "N", GPSLatitude: "48/1 12/1 30/1", GPSLongitudeRef: "E" },
    })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 90 })
    .toBuffer();
}
