import { TureenError } from "@tureen/shared/platform/errors";

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Brands of HEIF files, whose first one says how the picture in it is compressed. */
const AVIF_BRANDS = ["avif", "avis"];
const HEIC_BRANDS = ["heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1"];

/** What a photo can be. */
export type PhotoKind = "jpeg" | "png" | "webp" | "avif" | "heic";

/**
 * Looks at a file's first bytes before any decoder does: what is not one of a few formats never reaches
 * the library, which reads many more, SVG and PDF among them. Throws "photo-broken" for an empty file, and
 * "photo-type".
 */
export function requirePhoto(file: Uint8Array): PhotoKind {
  if (file.byteLength === 0) throw new TureenError("photo-broken");
  const kind = kindOf(file);
  if (kind === null) throw new TureenError("photo-type");
  return kind;
}

function kindOf(bytes: Uint8Array): PhotoKind | null {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return "jpeg";
  if (PNG.every((byte, at) => bytes[at] === byte)) return "png";
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  if (text(0, 4) === "RIFF" && text(8, 12) === "WEBP") return "webp";
  if (text(4, 8) !== "ftyp") return null;
  const brands = brandsOf(text(0, 256));
  if (brands.some((brand) => AVIF_BRANDS.includes(brand))) return "avif";
  return brands.some((brand) => HEIC_BRANDS.includes(brand)) ? "heic" : null;
}

/** The major brand and the compatible ones of a file's first box. */
function brandsOf(start: string): string[] {
  const length = ((start.charCodeAt(2) << 8) | start.charCodeAt(3)) >>> 0;
  const brands = [start.slice(8, 12)];
  for (let at = 16; at + 4 <= Math.min(length, start.length); at += 4) {
    brands.push(start.slice(at, at + 4));
  }
  return brands;
}
