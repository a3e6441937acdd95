import { deflateSync } from "node:zlib";
import { PHOTO_PLACEHOLDER } from "@tureen/shared/menu/photo";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { heicPhoto, noisyPicture, phonePhoto, twoHalves } from "../../../testing/photo-files.ts";
import { encodeDrawing, encodePhoto } from "./encode-photo.ts";

type Encoded = Awaited<ReturnType<typeof encodePhoto>>;

const widest = (photo: Encoded, format: string) => {
  const data = photo.pictures.findLast((picture) => picture.format === format)?.data;
  if (!data) throw new Error(`no ${format}`);
  return sharp(data);
};
/** The colour in the middle of a part of the widest WebP. */
async function colourAt(photo: Encoded, left: number, top: number): Promise<number[]> {
  const picture = widest(photo, "webp");
  const place = { left, top, width: 1, height: 1 };
  return [...(await picture.extract(place).removeAlpha().raw().toBuffer())];
}
const refusal = (file: Uint8Array | Promise<Uint8Array>) =>
  Promise.resolve(file)
    .then(encodePhoto)
    .then(
      () => "accepted",
      (error: { code?: string }) => error.code ?? String(error),
    );

/** A PNG that says it is this large, of one colour: a few bytes a row. */
function flatPng(width: number, height: number): Promise<Buffer> {
  const background = { r: 200, g: 100, b: 50 };
  return sharp({ create: { width, height, channels: 3, background } })
    .png()
    .toBuffer();
}

/** A PNG whose header promises more pixels than any memory has. */
async function lyingPng(): Promise<Buffer> {
  const png = await flatPng(16, 16);
  png.writeUInt32BE(65_000, 16);
  png.writeUInt32BE(65_000, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe("A photo", () => {
  it("is kept in three widths, each as AVIF and WebP, the smaller ones in fewer bytes", async () => {
    const photo = await encodePhoto(await noisyPicture(2000, 1500).jpeg().toBuffer());
    expect(photo).toMatchObject({ width: 1280, height: 960 });
    expect(photo.pictures.map(({ width, format }) => `${width} ${format}`)).toEqual([
      ...["320 avif", "320 webp", "640 avif", "640 webp", "1280 avif", "1280 webp"],
    ]);
    for (const { width, format, data } of photo.pictures) {
      const read = await sharp(data).metadata();
      expect(read).toMatchObject({
        width,
        height: (width * 3) / 4,
        format: format === "avif" ? "heif" : format,
      });
    }
    const bytes = photo.pictures.map(({ data }) => data.byteLength);
    expect(bytes[0]).toBeLessThan(bytes[2] ?? 0);
    expect(bytes[2]).toBeLessThan(bytes[4] ?? 0);
  });

  it("stands upright, and nothing that was recorded with it is left", async () => {
    const file = await phonePhoto(800, 600);
    const before = await sharp(file).metadata();
    expect(before.exif?.includes("Spybrand")).toBe(true);
    expect(before.orientation).toBe(6);
    const photo = await encodePhoto(file);
    expect(photo).toMatchObject({ width: 600, height: 800 });
    for (const { data } of photo.pictures) {
      const { exif, icc, xmp, iptc, orientation = 1 } = await sharp(data).metadata();
      expect({ exif, icc, xmp, iptc, orientation }).toEqual({ orientation: 1 });
      expect(Buffer.from(data).includes("Spybrand")).toBe(false);
      expect(Buffer.from(data).includes("GPS")).toBe(false);
    }
    // Turned to the right, what was at the left is at the top.
    const [red = 0, , blue = 0] = await colourAt(photo, 300, 100);
    expect(red).toBeGreaterThan(blue);
    const [redBelow = 0, , blueBelow = 0] = await colourAt(photo, 300, 700);
    expect(blueBelow).toBeGreaterThan(redBelow);
  });

  it("has a placeholder with its colours where they are", async () => {
    const { placeholder } = await encodePhoto(await twoHalves(1000, 750).png().toBuffer());
    expect(placeholder).toMatch(PHOTO_PLACEHOLDER);
    const pixels = Buffer.from(placeholder, "base64");
    expect([...pixels.subarray(0, 3)]).toEqual([0, 0, 255]);
    expect([...pixels.subarray(9, 12)]).toEqual([255, 0, 0]);
  });

  it("that is smaller is not made larger", async () => {
    const photo = await encodePhoto(await twoHalves(400, 300).webp().toBuffer());
    expect(photo).toMatchObject({ width: 400, height: 300 });
    expect(photo.pictures.map(({ width }) => width)).toEqual([320, 320, 400, 400]);
    const tiny = await encodePhoto(await twoHalves(8, 6).png().toBuffer());
    expect(tiny.pictures.map(({ width }) => width)).toEqual([8, 8]);
  });

  it.each([
    ["very flat", 3000, 100, 250, 100],
    ["very tall", 100, 3000, 100, 200],
    ["a line", 2000, 1, 3, 1],
  ])("that is %s is cropped", async (_, width, height, keptWidth, keptHeight) => {
    const photo = await encodePhoto(await twoHalves(width, height).png().toBuffer());
    expect(photo).toMatchObject({ width: keptWidth, height: keptHeight });
  });

  it("comes as AVIF, in grey, in CMYK, in 16 bits and with what is transparent too", async () => {
    const picture = twoHalves(400, 300);
    const files = [
      await picture.clone().avif().toBuffer(),
      await picture.clone().greyscale().jpeg().toBuffer(),
      await picture.clone().toColourspace("cmyk").jpeg().toBuffer(),
      await picture.clone().toColourspace("rgb16").png().toBuffer(),
      await sharp({ create: { width: 400, height: 300, channels: 4, background: "#0000" } })
        .png()
        .toBuffer(),
    ];
    for (const file of files) {
      expect(await encodePhoto(file)).toMatchObject({ width: 400, height: 300 });
    }
    const clear = files.at(-1) ?? Buffer.alloc(0);
    expect(await colourAt(await encodePhoto(clear), 10, 10)).toEqual([255, 255, 255]);
  });

  it("comes as an iPhone keeps it", async () => {
    const photo = await encodePhoto(await heicPhoto());
    expect(photo).toMatchObject({ width: 64, height: 48 });
    const [red = 0, , blue = 0] = await colourAt(photo, 10, 20);
    expect(red).toBeGreaterThan(blue);
    const [redAfter = 0, , blueAfter = 0] = await colourAt(photo, 54, 20);
    expect(blueAfter).toBeGreaterThan(redAfter);
    for (const { data } of photo.pictures) {
      expect(Buffer.from(data).includes("Spybrand")).toBe(false);
    }
  });

  it("of the same file is the same, so that it is kept once", async () => {
    const file = await noisyPicture(700, 500).jpeg().toBuffer();
    expect(await encodePhoto(file)).toEqual(await encodePhoto(file));
  });

  it.each([
    ["nothing", () => new Uint8Array(), "photo-broken"],
    ["text", () => Buffer.from("a photo, I promise"), "photo-type"],
    ["a script", () => Buffer.from("<script>alert(1)</script>"), "photo-type"],
    ["an SVG with a script", () => Buffer.from(EVIL_SVG), "photo-type"],
    ["a GIF", () => twoHalves(40, 30).gif().toBuffer(), "photo-type"],
    ["a TIFF", () => twoHalves(40, 30).tiff().toBuffer(), "photo-type"],
    ["a PDF", () => Buffer.from("%PDF-1.7\n1 0 obj"), "photo-type"],
    [
      "the beginning of HEIC",
      () => Buffer.from("\0\0\0\x18ftypheic\0\0\0\0mif1heic", "latin1"),
      "photo-broken",
    ],
    ["HEIC that ends too soon", async () => (await heicPhoto()).subarray(0, 1_200), "photo-broken"],
    ["HEIC that nothing here decodes", undecodableHeic, "photo-heic"],
    ["HEIC that says it is huge", hugeHeic, "photo-too-many-pixels"],
    [
      "a JPEG's first bytes and an SVG",
      () => withStart([0xff, 0xd8, 0xff], EVIL_SVG),
      "photo-broken",
    ],
    [
      "a JPEG that ends too soon",
      async () => (await phonePhoto()).subarray(0, 4_000),
      "photo-broken",
    ],
    [
      "a PNG that ends too soon",
      async () => (await noisyPng()).subarray(0, 50_000),
      "photo-broken",
    ],
    [
      "a JPEG with holes",
      async () => withHoles(await noisyPicture(600, 400).png().toBuffer()),
      "photo-broken",
    ],
    [
      "more pixels than allowed, in few bytes",
      () => flatPng(8_000, 7_000),
      "photo-too-many-pixels",
    ],
    ["more pixels than there are", lyingPng, "photo-too-many-pixels"],
    ["a WebP that moves", movingWebp, "photo-moving"],
  ])("that is %s is refused", async (_, file, code) => {
    expect(await refusal(file())).toBe(code);
  });

  it("of exactly as many pixels as allowed is taken", async () => {
    expect(await encodePhoto(await flatPng(8_000, 6_250))).toMatchObject({ width: 1280 });
  });
});

const EVIL_SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script>
  <image href="file:///etc/passwd" width="9" height="9"/></svg>`;
const withStart = (start: number[], text: string) =>
  Buffer.concat([Buffer.from(start), Buffer.from(text)]);
/** Its picture is none, though everything around it is right. */
async function undecodableHeic(): Promise<Buffer> {
  const file = Buffer.from(await heicPhoto());
  return file.fill(0, file.lastIndexOf("mdat") + 4);
}

/** The same with other sizes in its properties: more pixels than allowed. */
async function hugeHeic(): Promise<Buffer> {
  const file = Buffer.from(await heicPhoto());
  for (let at = file.indexOf("ispe"); at >= 0; at = file.indexOf("ispe", at + 1)) {
    file.writeUInt32BE(60_000, at + 8);
    file.writeUInt32BE(60_000, at + 12);
  }
  return file;
}

const noisyPng = () => noisyPicture(400, 300).png().toBuffer();

/** Bytes in the middle are others. */
function withHoles(file: Buffer): Buffer {
  deflateSync("noise").copy(file, Math.floor(file.length / 2));
  return file;
}

async function movingWebp(): Promise<Buffer> {
  const frames = await Promise.all(
    ["#f00", "#0f0"].map((background) =>
      sharp({ create: { width: 40, height: 30, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  return sharp(frames, { join: { animated: true } })
    .webp({ loop: 0, delay: [90, 90] })
    .toBuffer();
}

describe("A drawing", () => {
  it("of ours becomes a photo", async () => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#123456"/></svg>`;
    const photo = await encodeDrawing(svg);
    expect(photo).toMatchObject({ width: 1280, height: 960 });
    const [red = 0, green = 0, blue = 0] = await colourAt(photo, 600, 400);
    expect(Math.abs(red - 0x12) + Math.abs(green - 0x34) + Math.abs(blue - 0x56)).toBeLessThan(9);
  });
});
