/**
 * A dish's photo as the menu names it: everything that a phone needs to lay it out, to fill its place
 * with colours at once and to fetch it later. The pictures themselves are at addresses of their own.
 */

/** Widths in pixels that a photo is kept in: a thumbnail, a sheet on a phone, and a sharp one. */
export const PHOTO_WIDTHS = [320, 640, 1280] as const;
/** The formats that each width is kept in, the smallest first; browsers take the first they know. */
export const PHOTO_FORMATS = ["avif", "webp"] as const;
export type PhotoFormat = (typeof PHOTO_FORMATS)[number];

/** The content hash that a photo is named by: 128 bits of it, in hexadecimal. */
export const PHOTO_HASH = /^[0-9a-f]{32}$/;
/** The file of one width and format: `<hash>-<width>.<format>`. */
export const PHOTO_FILE = /^([0-9a-f]{32})-(\d{1,4})\.(avif|webp)$/;
/** Twelve pixels in base64; see placeholderOf. */
export const PHOTO_PLACEHOLDER = /^[A-Za-z0-9+/]{48}$/;

/** A photo as it is kept, whatever dish shows it. */
export interface KeptPhoto {
  readonly hash: string;
  /** Pixels of the widest picture. */
  readonly width: number;
  readonly height: number;
  /** 4 × 3 pixels, blue green red, the lowest row first, in base64. */
  readonly placeholder: string;
}

/** A photo of a dish. */
export interface DishPhoto extends KeptPhoto {
  /** What has to stay in sight where the photo is cropped: percent from the left and from the top. */
  readonly focus: readonly [x: number, y: number];
}

/** The hashes of the photos that the dishes of some sections show. */
export function photoHashes(
  sections: readonly {
    readonly items: readonly { readonly photo?: { readonly hash: string } | null | undefined }[];
  }[],
): string[] {
  return sections.flatMap(({ items }) => items.flatMap(({ photo }) => photo?.hash ?? []));
}

/** Where a photo is looked at until somebody says otherwise. */
export const PHOTO_CENTRE: DishPhoto["focus"] = [50, 50];

/** The widths that a photo of this width is kept in: none is larger than the photo itself. */
export function photoWidths(width: number): number[] {
  return [...PHOTO_WIDTHS.filter((each) => each < width), width];
}

/** The address of one picture of a restaurant's photo; what it answers never changes. */
export function photoPath(
  restaurantId: string,
  { hash }: { readonly hash: string },
  width: number,
  format: PhotoFormat,
): string {
  return `/api/photos/${restaurantId}/${hash}-${width}.${format}`;
}

/** A photo's pictures in one format as a `srcset`. */
export function photoSources(
  restaurantId: string,
  photo: { readonly hash: string; readonly width: number },
  format: PhotoFormat,
): string {
  return photoWidths(photo.width)
    .map((width) => `${photoPath(restaurantId, photo, width, format)} ${width}w`)
    .join(", ");
}

/** The header of a BMP of 4 × 3 pixels in 24 bits: a multiple of three bytes, so base64 can be joined. */
const BMP_HEADER = "Qk1aAAAAAAAAADYAAAAoAAAABAAAAAMAAAABABgAAAAAACQAAAATCwAAEwsAAAAAAAAAAAAA";

/** The placeholder as an address for CSS; stretched over the photo's place it is a blur of its colours. */
export function placeholderUrl({ placeholder }: { readonly placeholder: string }): string {
  return `data:image/bmp;base64,${BMP_HEADER}${placeholder}`;
}
