/** The kitchen's printers are a part of the staff's pages that only managers load. */
import { printerMessages } from "./messages/messages.ts";

export { PrintersPage } from "./PrintersPage.tsx";
/** Loads the sentences of the reader's language before anything is shown. */
export const prepare = () => printerMessages.prepare();
