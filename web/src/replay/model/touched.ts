import type { SessionEvent } from "@tureen/shared/replay/events";

/** The line that an entry was about; of several, the one that was touched last. */
export function touchedLine(events: readonly SessionEvent[]): string | undefined {
  for (const event of [...events].reverse()) if ("line" in event) return event.line;
  return undefined;
}
