/** The editor is a part of the staff's pages that only managers load, and only when they write. */
import { timesMessages } from "../times-messages.ts";
import { editorMessages } from "./messages/messages.ts";
import { timingMessages } from "./timing/messages/messages.ts";

export { MenuEditor } from "./MenuEditor.tsx";
/** Loads the sentences of the reader's language before anything is shown. */
export const prepare = () =>
  Promise.all([editorMessages.prepare(), timingMessages.prepare(), timesMessages.prepare()]);
