import { billMessages } from "../../bill/messages/messages.ts";
import { payMessages } from "./messages/messages.ts";

/** Loads the sentences of the bill before it is first shown. */
export async function prepare(): Promise<void> {
  await Promise.all([billMessages.prepare(), payMessages.prepare()]);
}
