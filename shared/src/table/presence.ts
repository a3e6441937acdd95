import { PRESENCE } from "./protocol/messages.ts";

/** Whether a presence state may be shown to the others as this diner's. */
export function isPresenceOf(diner: string, state: unknown): boolean {
  const result = PRESENCE.safeParse(state);
  return result.success && result.data.diner === diner;
}
