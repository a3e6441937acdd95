/** A part of the menu's editor that is loaded with it, by managers only. */
import { whatIfMessages } from "./messages/messages.ts";

export { WhatIf } from "./WhatIf.tsx";
/** Loads the sentences of the reader's language before anything is shown. */
export const prepare = () => whatIfMessages.prepare();
