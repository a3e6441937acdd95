import type { EncodedPhoto, PhotoPicture } from "@tureen/persistence/menu/photos/encoded-photo";
import {
  PHOTO_FORMATS,
  PHOTO_WIDTHS,
  type PhotoFormat,
  photoWidths,
} from "@tureen/shared/menu/photo";
import { TureenError } from "@tureen/shared/platform/errors";
import { MAX_PHOTO_PIXELS } from "@tureen/shared/platform/limits";
import sharp, { type Sharp } from "sharp";
import { decodeHeic } from "./decode-heic.ts";
import { requirePhoto } from "./photo-kind.ts";

/** What is flatter or taller is cropped to this, in the middle: no dish looks like that. */
const WIDEST = 2.5;
const TALLEST = 0.5;
/** Behind what is transparent. */
const BACKGROUND = "#ffffff";
/** Below this, pictures of food show it; AVIF says the same as WebP with less. */
const QUALITY: Readonly<Record<PhotoFormat, number>> = { avif: 52, webp: 76 };
/** How hard the encoders try: more than doubles their time for some hundredths of the bytes. */
const EFFORT = { avif: 2, webp: 4 };
/** For drawings, which are small anyway and whose reader waits for the first start. */
const QUICK = { avif: 1, webp: 2 };

/** Damaged files are refused; what a decoder only remarks on is not. */
const READING = { failOn: "error", limitInputPixels: MAX_PHOTO_PIXELS } as const;

/** Pixels in three channels of eight bits, upright, in sRGB. */
interface Pixels {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * Re-encodes a photo's file: upright, in sRGB, in a few widths, and without anything that was recorded
 * with it. Throws "photo-type", "photo-heic", "photo-broken", "photo-moving" and "photo-too-many-pixels".
 * Takes a second of a processor, or more: not for a process that others wait for.
 */
export async function encodePhoto(file: Uint8Array): Promise<EncodedPhoto> {
  const kind = requirePhoto(file);
  return encodePixels(await (kind === "heic" ? readHeic(file) : readPixels(file)));
}

/** The pictures of what was drawn as SVG: ours only, since a drawing can ask for other files. */
export async function encodeDrawing(svg: string): Promise<EncodedPhoto> {
  return encodePixels(await draw(sharp(Buffer.from(svg)), PHOTO_WIDTHS[2]), QUICK);
}

/** An iPhone's photo; its decoder turns it upright. */
async function readHeic(file: Uint8Array): Promise<Pixels> {
  const { data, ...raw } = await decodeHeic(file);
  return await drawPhoto(sharp(data, { raw }), raw);
}

async function readPixels(file: Uint8Array): Promise<Pixels> {
  try {
    const { autoOrient, pages = 1 } = await sharp(file, READING).metadata();
    if (pages > 1) throw new TureenError("photo-moving");
    return await drawPhoto(sharp(file, READING).autoOrient(), autoOrient);
  } catch (error) {
    if (error instanceof TureenError) throw error;
    // The library has no codes for what is wrong with a file.
    const tooMany = error instanceof Error && /pixel limit/i.test(error.message);
    throw new TureenError(tooMany ? "photo-too-many-pixels" : "photo-broken", { cause: error });
  }
}

/** At the widest that is kept, and cropped where it is no dish's shape. */
function drawPhoto(
  image: Sharp,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Pixels> {
  const cropped = Math.min(width, Math.round(height * WIDEST));
  return draw(image, Math.min(PHOTO_WIDTHS[2], cropped), {
    aspect: Math.max(TALLEST, Math.min(WIDEST, width / height)),
  });
}

async function draw(
  image: Sharp,
  width: number,
  { aspect }: { readonly aspect?: number } = {},
): Promise<Pixels> {
  const height = aspect === undefined ? undefined : Math.max(1, Math.round(width / aspect));
  const { data, info } = await image
    .resize(width, height, { fit: "cover" })
    .flatten({ background: BACKGROUND })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function encodePixels(pixels: Pixels, effort = EFFORT): Promise<EncodedPhoto> {
  const { width, height } = pixels;
  const pictures: PhotoPicture[] = [];
  for (const each of photoWidths(width)) {
    for (const format of PHOTO_FORMATS) {
      const scaled = open(pixels).resize(each);
      const data = await (format === "avif"
        ? scaled.avif({ quality: QUALITY.avif, effort: effort.avif })
        : scaled.webp({ quality: QUALITY.webp, effort: effort.webp })
      ).toBuffer();
      pictures.push({ width: each, format, data });
    }
  }
  return { width, height, placeholder: await placeholderOf(pixels), pictures };
}

function open({ data, width, height }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The 4 × 3 pixels of shared/src/menu/photo.ts: as a BMP has them, blue first and the lowest row first. */
async function placeholderOf(pixels: Pixels): Promise<string> {
  const small = await open(pixels).resize(4, 3, { fit: "fill" }).raw().toBuffer();
  const bmp = Buffer.alloc(small.length);
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      const from = (row * 4 + column) * 3;
      const to = ((2 - row) * 4 + column) * 3;
      for (let channel = 0; channel < 3; channel++)
        bmp[to + 2 - channel] = small[from + channel] ?? 0;
    }
  }
  return bmp.toString("base64");
}
