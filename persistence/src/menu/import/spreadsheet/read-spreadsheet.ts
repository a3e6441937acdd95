import type { SheetText } from "@tureen/shared/menu/formats/read-csv";
import { csvRow } from "@tureen/shared/platform/csv";
import { TureenError } from "@tureen/shared/platform/errors";
import { MAX_MENU_FILE_BYTES } from "@tureen/shared/platform/limits";
import readWorkbook from "read-excel-file/universal";
import { openWorkbook } from "./open-workbook.ts";

/** Sheets that are read; a menu has a few. */
const MAX_SHEETS = 50;
/** Columns of a sheet that are looked at. */
const MAX_COLUMNS = 200;

type Cell = string | number | boolean | object | null;

/**
 * The sheets of an XLSX file that say something, as CSV. Throws "spreadsheet-type" for what is none,
 * "spreadsheet-broken", and "spreadsheet-too-large", also for what would be once it is unpacked. Its
 * memory is bounded but for what a file says of far cells: where strangers send files, a process of its
 * own with a bounded heap reads them.
 */
export async function readSpreadsheet(file: Uint8Array): Promise<SheetText[]> {
  const workbook = openWorkbook(file);
  const sheets = await sheetsOf(workbook);
  let length = 0;
  return sheets.slice(0, MAX_SHEETS).flatMap(({ sheet, data }) => {
    // A sheet of charts has no cells.
    const rows = (data ?? []) as readonly (readonly Cell[])[];
    const end = rows.findLastIndex((row) => row.some((cell) => cell !== null && cell !== "")) + 1;
    if (end === 0) return [];
    const text = rows.slice(0, end).map((row) => csvRow(row.slice(0, MAX_COLUMNS).map(cellText)));
    length += text.reduce((sum, line) => sum + line.length, 0);
    if (length > MAX_MENU_FILE_BYTES) throw new TureenError("spreadsheet-too-large");
    return [{ name: sheet, text: text.join("") }];
  });
}

async function sheetsOf(workbook: ArrayBuffer) {
  try {
    return await readWorkbook(workbook, { parseNumber: numberText });
  } catch (error) {
    // The library has no codes for what is wrong with a file; too many cells end in a RangeError.
    const code = error instanceof RangeError ? "spreadsheet-too-large" : "spreadsheet-broken";
    throw new TureenError(code, { cause: error });
  }
}

/** "4.2999999999999998", as a spreadsheet may keep 4.3, as it shows it. */
function numberText(text: string): string {
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  const shown = String(Number(number.toPrecision(12)));
  // Three digits behind the point would read as a thousand: here they cannot be.
  return /^-?\d+\.\d{3}$/.test(shown) ? `${shown}0` : shown;
}

function cellText(cell: Cell): string | null {
  if (cell === null) return null;
  if (cell instanceof Date) return cell.toISOString().slice(0, 10);
  return String(cell);
}
