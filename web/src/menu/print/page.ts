/** The menu on paper is laid out by those who print it. */
import { exchangeMessages } from "../exchange/messages/messages.ts";

export { PrintMenuPage } from "./PrintMenuPage.tsx";
/** Loads the sentences of the reader's language before anything is shown. */
export const prepare = () => exchangeMessages.prepare();
