import { uiMessages } from "../platform/ui/messages/messages.ts";
import { dinerMessages } from "./messages/messages.ts";

export { DinerPage as Page } from "./DinerPage.tsx";

/** Loads the sentences of the diner's language before anything is shown. */
export async function prepare(): Promise<void> {
  await Promise.all([uiMessages.prepare(), dinerMessages.prepare()]);
}
