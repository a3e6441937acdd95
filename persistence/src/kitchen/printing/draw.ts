import { type Bitmap, blank, enlarged, inverted, place, stacked } from "./bitmap.ts";
import { FONT_FAMILY, fontFile } from "./font.ts";
import type { LetterSize, Slip, SlipText } from "./slip.ts";

/** How many dots wide and high each dot of a letter of 8 or 16 by 16 is. */
const SCALE: Readonly<Record<LetterSize, number>> = { small: 2, large: 3, huge: 5 };
/** Dots of white under a text, and on both sides of an indented one. */
const GAP = 8;
const INDENT = 32;
const RULE_HEIGHT = 3;
/** Its first letter is of a script that is read from the right, as what draws it decides too. */
const RIGHT_TO_LEFT =
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** A slip as a picture of this width, for printers that are sent pictures. */
export async function drawSlip(slip: Slip, width: number): Promise<Bitmap> {
  const parts: Bitmap[] = [];
  for (const part of slip) {
    parts.push(part.kind === "text" ? await drawText(part, width) : drawSpace(part.kind, width));
  }
  return stacked(width, parts);
}

/** A line across the paper, or only as much room. */
export function drawSpace(kind: "rule" | "gap", width: number): Bitmap {
  const space = blank(width, RULE_HEIGHT + 2 * GAP);
  if (kind === "rule") space.dots.fill(1, GAP * width, (GAP + RULE_HEIGHT) * width);
  return space;
}

/**
 * A text as a picture as wide as the paper, in as many lines as it takes: letters joined and in the order
 * in which their script is read, on the side where it begins.
 */
export async function drawText(part: SlipText, paperWidth: number): Promise<Bitmap> {
  const scale = SCALE[part.size];
  const margin = part.indent ? INDENT : 0;
  const room = Math.floor((paperWidth - margin) / scale);
  const letters = enlarged(await drawLetters(part.text, room), scale);
  const drawn = part.inverse ? inverted(framed(letters, GAP)) : letters;
  const paper = blank(paperWidth, drawn.height + GAP);
  const isRtl = RIGHT_TO_LEFT.test(part.text);
  const free = Math.max(0, paperWidth - margin - drawn.width);
  place(paper, drawn, isRtl ? free : margin, 0);
  return paper;
}

function framed(bitmap: Bitmap, by: number): Bitmap {
  const larger = blank(bitmap.width + 2 * by, bitmap.height + 2 * by);
  place(larger, bitmap, by, by);
  return larger;
}

/** Letters of 16 dots, wrapped at this width. */
async function drawLetters(text: string, width: number): Promise<Bitmap> {
  // Only who prints what needs it loads it.
  const { default: sharp } = await import("sharp");
  const { data, info } = await sharp({
    text: {
      text: escapeMarkup(text),
      font: `${FONT_FAMILY} 16px`,
      fontfile: await fontFile(),
      dpi: 72,
      width,
      wrap: "word-char",
    },
  })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const dots = Uint8Array.from(data, (value) => (value >= 128 ? 1 : 0));
  return { width: info.width, height: info.height, dots };
}

function escapeMarkup(text: string): string {
  // What draws it would end at some of these.
  const shown = text.replace(/\p{Cc}/gu, " ");
  return shown.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** A picture as a file that printers and people read. */
export async function toPng({ width, height, dots }: Bitmap): Promise<Buffer> {
  const { default: sharp } = await import("sharp");
  const grey = Buffer.from(dots.map((dot) => (dot === 1 ? 0 : 255)));
  return await sharp(grey, { raw: { width, height, channels: 1 } })
    .png({ palette: true, colours: 2 })
    .toBuffer();
}
