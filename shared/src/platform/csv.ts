/**
 * Tables as text for spreadsheets (RFC 4180). What guests wrote ends up in a program that runs
 * formulas, so no cell, and no part of a cell that some program may take for one, begins like a
 * formula.
 */

/** First signs of a formula, also as they are written in East Asian widths. */
const FORMULA = "=+\\-@＝＋－＠";
/** A cell begins with one, behind whatever programs skip. */
const BEGINS = new RegExp(`^[\\s"']*[${FORMULA}]`, "u");
/** Behind what another program takes for the end of a cell: many read ";" or tabs for commas. */
const INSIDE = new RegExp(`([;,|"]\\s*)(?=[${FORMULA}])`, "gu");

/** One cell, always in quotes; text on one line, and never a formula. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '""';
  // A number is ours, and a negative one is no formula.
  if (typeof value === "number") return `"${value}"`;
  const line = value.replace(/[\s\p{Cc}\u2028\u2029]+/gu, " ").trim();
  const inert = line.replace(INSIDE, "$1'");
  const cell = BEGINS.test(inert) ? `'${inert}` : inert;
  return `"${cell.replaceAll('"', '""')}"`;
}

/** One row with its line end. */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

/** Says to spreadsheets that the text is UTF-8; comes first. */
export const CSV_BOM = "\uFEFF";
