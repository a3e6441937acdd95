import { createRequire } from "node:module";
import { TureenError } from "@tureen/shared/platform/errors";
import { MAX_PHOTO_PIXELS } from "@tureen/shared/platform/limits";

/** What of libheif-js is used; it brings no types of this form. */
interface Libheif {
  readonly HeifDecoder: new () => { decode(file: Uint8Array): readonly HeifImage[] };
}

interface HeifImage {
  get_width(): number;
  get_height(): number;
  is_primary(): boolean;
  /** Fills in the pixels, or calls back with null. */
  display(into: HeifPixels, done: (pixels: HeifPixels | null) => void): void;
  free(): void;
}

interface HeifPixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Red, green, blue and alpha of a picture that stands upright. */
export interface HeicPixels {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: 4;
}

/**
 * The pixels of an iPhone's photo, which `sharp` does not read. Throws "photo-broken",
 * "photo-too-many-pixels", and "photo-heic" for a kind of HEIC that the library does not know either.
 * Its decoder runs as WebAssembly: what a file can make it do stays within its own memory.
 */
export async function decodeHeic(file: Uint8Array): Promise<HeicPixels> {
  const image = open(file);
  try {
    const [width, height] = [image.get_width(), image.get_height()];
    if (width * height > MAX_PHOTO_PIXELS) throw new TureenError("photo-too-many-pixels");
    const empty = { data: new Uint8ClampedArray(width * height * 4), width, height };
    const pixels = await new Promise<HeifPixels | null>((resolve) => image.display(empty, resolve));
    if (!pixels) throw new TureenError("photo-heic");
    return { data: pixels.data, width, height, channels: 4 };
  } finally {
    image.free();
  }
}

function open(file: Uint8Array): HeifImage {
  // Loaded by the few photos that need it: it costs them a quarter of a second.
  const { HeifDecoder } = createRequire(import.meta.url)("libheif-js/wasm-bundle") as Libheif;
  let images: readonly HeifImage[];
  try {
    images = new HeifDecoder().decode(file);
  } catch (error) {
    throw new TureenError("photo-broken", { cause: error });
  }
  const image = images.find((each) => each.is_primary()) ?? images[0];
  if (!image) throw new TureenError("photo-broken");
  for (const each of images) if (each !== image) each.free();
  return image;
}
