/** Black dots on white paper. */
export interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** A byte for each dot, row after row: 1 is black. */
  readonly dots: Uint8Array;
}

export function blank(width: number, height: number): Bitmap {
  return { width, height, dots: new Uint8Array(width * height) };
}

/** Puts `part` onto `paper` with its upper left corner there; what would lie beside it is cut off. */
export function place(paper: Bitmap, part: Bitmap, left: number, top: number): void {
  const width = Math.min(part.width, paper.width - left);
  const height = Math.min(part.height, paper.height - top);
  for (let y = 0; y < height; y += 1) {
    const row = part.dots.subarray(y * part.width, y * part.width + width);
    paper.dots.set(row, (top + y) * paper.width + left);
  }
}

/** With black for white. */
export function inverted(bitmap: Bitmap): Bitmap {
  return { ...bitmap, dots: bitmap.dots.map((dot) => 1 - dot) };
}

/** Each dot as a block of so many. */
export function enlarged(bitmap: Bitmap, times: number): Bitmap {
  const larger = blank(bitmap.width * times, bitmap.height * times);
  for (let y = 0; y < larger.height; y += 1) {
    const from = Math.floor(y / times) * bitmap.width;
    for (let x = 0; x < larger.width; x += 1) {
      larger.dots[y * larger.width + x] = bitmap.dots[from + Math.floor(x / times)] ?? 0;
    }
  }
  return larger;
}

/** One under the other. */
export function stacked(width: number, parts: readonly Bitmap[]): Bitmap {
  const paper = blank(
    width,
    parts.reduce((sum, part) => sum + part.height, 0),
  );
  let top = 0;
  for (const part of parts) {
    place(paper, part, 0, top);
    top += part.height;
  }
  return paper;
}
