/** Bringing and taking menus along is loaded by those who do it. */
import { exchangeMessages } from "./messages/messages.ts";
import { noteMessages } from "./note-words.ts";

export { BringSheet } from "./BringSheet.tsx";
export { TakeSheet } from "./TakeSheet.tsx";
/** Loads the sentences of the reader's language before anything is shown. */
export const prepare = () => Promise.all([exchangeMessages.prepare(), noteMessages.prepare()]);
