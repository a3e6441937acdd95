/** The kitchen's stations are a part of the staff's pages that only managers load. */
import { stationMessages } from "./messages/messages.ts";

export { StationsPage } from "./StationsPage.tsx";
/** Loads the sentences of the reader's language before anything is shown. */
export const prepare = () => stationMessages.prepare();
