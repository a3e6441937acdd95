import type { PrinterTrouble } from "@tureen/shared/kitchen/printers";
import { printerMessages } from "./messages/messages.ts";

/** What is wrong with a printer, with its name: "Bar: no paper". */
export function troubleText(name: string, trouble: PrinterTrouble): string {
  return printerMessages.t(`trouble.${trouble}`, { name });
}
