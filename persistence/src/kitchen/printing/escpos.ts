import type { Bitmap } from "./bitmap.ts";
import { drawSpace, drawText } from "./draw.ts";
import { isAscii, type LetterSize, type Slip, type SlipText } from "./slip.ts";

const [LF, ESC, GS] = [0x0a, 0x1b, 0x1d];
/** Dots of a letter of the printer's own. */
const LETTER_WIDTH = 12;
/** How many times as wide and as high. */
const TIMES: Readonly<Record<LetterSize, number>> = { small: 1, large: 2, huge: 3 };
const INDENT_LETTERS = 2;
/** Rows of a picture that are sent at once: printers with little memory print them one after the other. */
const BAND_ROWS = 128;

/** What has a printer say that it has done all that stands before it: its sensors' state in its turn. */
export const ASK_WHEN_DONE = Uint8Array.of(GS, 0x72, 1);

const BEGIN = [ESC, 0x40, ESC, 0x52, 0]; // as when turned on; the letters of ASCII
const END = [ESC, 0x64, 1, GS, 0x56, 66, 3]; // on, and cut

/**
 * A slip as ESC/POS. What is ASCII is sent as letters, which are the same in every printer; all else as a
 * picture, since which code page has it, and under which number, differs from printer to printer. Where
 * nothing can be drawn, letters that are not ASCII become their plain ones, or "?".
 */
export async function toEscPos(
  slip: Slip,
  {
    dots,
    onUndrawable,
    draw = drawText,
  }: {
    readonly dots: number;
    readonly onUndrawable: (error: unknown) => void;
    readonly draw?: typeof drawText;
  },
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [Uint8Array.from(BEGIN)];
  for (const part of slip) {
    if (part.kind !== "text") parts.push(picture(drawSpace(part.kind, dots)));
    else if (isAscii(part.text)) parts.push(letters(part, dots));
    else {
      try {
        parts.push(picture(await draw(part, dots)));
      } catch (error) {
        onUndrawable(error);
        parts.push(letters({ ...part, text: plain(part.text) }, dots));
      }
    }
  }
  parts.push(Uint8Array.from(END));
  return Buffer.concat(parts);
}

/** Without accents; what is no letter of ASCII then is a question mark. */
function plain(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^\x20-\x7e]/gu, "?");
}

function letters({ text, size, inverse, indent }: SlipText, dots: number): Uint8Array {
  const times = TIMES[size];
  const columns = Math.floor(dots / LETTER_WIDTH / times);
  const before = indent ? " ".repeat(INDENT_LETTERS) : "";
  const scale = ((times - 1) << 4) | (times - 1);
  const lines = wrap(text, columns - before.length).flatMap((line) => [
    Buffer.from(before, "ascii"),
    Uint8Array.of(GS, 0x42, inverse ? 1 : 0),
    Buffer.from(line, "ascii"),
    Uint8Array.of(GS, 0x42, 0, LF),
  ]);
  return Buffer.concat([Uint8Array.of(GS, 0x21, scale), ...lines, Uint8Array.of(GS, 0x21, 0)]);
}

/** Between words where that is possible. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > columns) {
    const space = rest.lastIndexOf(" ", columns);
    const end = space > 0 ? space : columns;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}

/** A picture in bands of dots, eight to a byte. */
function picture({ width, height, dots }: Bitmap): Uint8Array {
  const columns = Math.ceil(width / 8);
  const bands: Uint8Array[] = [];
  for (let top = 0; top < height; top += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS, height - top);
    const data = new Uint8Array(columns * rows);
    for (let y = 0; y < rows; y += 1) {
      for (let x = 0; x < width; x += 1) {
        if (dots[(top + y) * width + x] !== 1) continue;
        const at = y * columns + (x >> 3);
        data[at] = (data[at] ?? 0) | (0x80 >> (x & 7));
      }
    }
    bands.push(
      Uint8Array.of(GS, 0x76, 0x30, 0, columns & 255, columns >> 8, rows & 255, rows >> 8),
    );
    bands.push(withoutOrders(data));
  }
  return Buffer.concat(bands);
}

const REAL_TIME = 0x10;
const REAL_TIME_ORDERS = [0x04, 0x05, 0x14];

/** Printers look for orders to be done at once in pictures too: what looks like one gets a dot more. */
function withoutOrders(data: Uint8Array): Uint8Array {
  for (let i = 0; i + 1 < data.length; i += 1) {
    if (data[i] === REAL_TIME && REAL_TIME_ORDERS.includes(data[i + 1] ?? 0)) {
      data[i] = REAL_TIME | 0x08;
    }
  }
  return data;
}
