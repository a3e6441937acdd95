import sharp from "sharp";
import { type Bitmap, blank, inverted, place, stacked } from "../kitchen/printing/bitmap.ts";
import { FONT_FAMILY, fontFile } from "../kitchen/printing/font.ts";
import type { PrintedSlip } from "./virtual-printer.ts";

/** Dots of a letter of a printer's own, and of its line. */
const LETTER = { width: 12, height: 24, line: 30 };
const MARGIN = 24;

/** A printed slip as somebody sees it: letters that stand for the printer's own, and its pictures. */
export async function pictureOfSlip(slip: PrintedSlip, width: number): Promise<Bitmap> {
  const parts: Bitmap[] = [];
  for (const part of slip.parts) {
    if (part.kind === "picture") parts.push(part.picture);
    else {
      const line = blank(width, LETTER.line * part.times);
      const shown = part.text.trimStart();
      const letters = await drawLine(shown, part.times);
      const left = (part.text.length - shown.length) * LETTER.width * part.times;
      place(line, part.inverse ? inverted(letters) : letters, left, 0);
      parts.push(line);
    }
  }
  const paper = stacked(width, parts);
  const page = blank(width + 2 * MARGIN, paper.height + 2 * MARGIN);
  place(page, paper, MARGIN, MARGIN);
  return page;
}

/** Letters in their cells, as a printer sets them. */
async function drawLine(text: string, times: number): Promise<Bitmap> {
  const line = blank(Math.max(1, text.length) * LETTER.width * times, LETTER.height * times);
  const shown = text.trim();
  if (shown === "") return line;
  // A line's height has something high and something low in it.
  const { data, info } = await sharp({
    text: {
      text: `<span>█</span>${shown.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}`,
      font: `${FONT_FAMILY} ${LETTER.height * times}px`,
      fontfile: await fontFile(),
      dpi: 72,
    },
  })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  const from = LETTER.width * times;
  const letters = blank(info.width - from, info.height);
  for (let y = 0; y < info.height; y += 1) {
    for (let x = from; x < info.width; x += 1) {
      letters.dots[y * letters.width + x - from] = (data[y * info.width + x] ?? 0) >= 128 ? 1 : 0;
    }
  }
  place(line, letters, 0, 0);
  return line;
}
