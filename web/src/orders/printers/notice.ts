/** What staff are told of printers is a part of their pages that is loaded when they are shown. */
import { printerMessages } from "./messages/messages.ts";

export { PrinterNotice } from "./PrinterNotice.tsx";
/** Loads the sentences of the reader's language before anything is shown. */
export const prepare = () => printerMessages.prepare();
