import { printTest } from "../kitchen/printing/ask-for-prints.ts";
import { addPrinter, type PrinterSettings } from "../kitchen/printing/change-printers.ts";
import { readPrinters, readPrintJobs } from "../kitchen/printing/read-printers.ts";
import { SERVER } from "../platform/actor.ts";
import type { Database } from "../platform/database.ts";

/** What a printer of a test is set up with, unless it says otherwise. */
export const PLAIN_PRINTER: Omit<PrinterSettings, "name"> = {
  ...{ stations: [], fallback: null, dots: 576, language: "en" },
};

/** A printer in the restaurant's network, for which a slip waits. */
export async function givenPrinter(
  database: Database,
  { restaurantId, name = "Pass" }: { readonly restaurantId: string; readonly name?: string },
): Promise<{ readonly printerId: string; readonly jobId: string }> {
  const now = new Date();
  const reached = { kind: "escpos", host: "192.168.1.50", port: 9100 } as const;
  await addPrinter(database, {
    ...{ restaurantId, name, ...PLAIN_PRINTER, ...reached, by: SERVER, now },
  });
  const printers = await readPrinters(database, { restaurantId });
  const printerId = printers.find((printer) => printer.name === name)?.id ?? "";
  await printTest(database, { restaurantId, printerId, now });
  const [job] = await readPrintJobs(database, { restaurantId });
  return { printerId, jobId: job?.id ?? "" };
}
