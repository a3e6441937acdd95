import type { PhoneNotice } from "../platform/effects.ts";

/** The phones of a session are to read again what their document does not hold: names and the PIN. */
export function peopleChanged(sessionId: string): PhoneNotice {
  return { kind: "notice", sessionId, notice: { kind: "people" } };
}
