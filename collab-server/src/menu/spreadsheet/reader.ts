/**
 * Reads one spreadsheet: its file on standard input, its sheets as JSON on standard output, or the code of a
 * refusal. A process of its own with a bounded heap (spreadsheet-reader.ts): whatever a file can make the
 * library do is done here, and ends with it.
 */
import { constants, setPriority } from "node:os";
import { buffer } from "node:stream/consumers";
import { readSpreadsheet } from "@tureen/persistence/menu/import/spreadsheet/read-spreadsheet";
import { TureenError } from "@tureen/shared/platform/errors";
import type { SpreadsheetAnswer } from "./spreadsheet-reader.ts";

// Edits come first.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

async function answer(file: Buffer): Promise<SpreadsheetAnswer> {
  try {
    return { sheets: await readSpreadsheet(file) };
  } catch (error) {
    if (error instanceof TureenError) return { refused: error.code };
    throw error;
  }
}

process.stdout.write(JSON.stringify(await answer(await buffer(process.stdin))));
