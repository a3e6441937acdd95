/**
 * Promise 10: whoever is told that the table is closed, or that they are not at it any more, is told
 * so because it is true. Nobody waits for such a phone to get in sync, so it must not be told in error.
 */
import type { HistoryEvent } from "../history.ts";
import type { Check, Offence } from "./finding.ts";
import type { GroundSession } from "./ground.ts";

const CLOSED: readonly string[] = ["session-closed", "session-expired"];

export const checkEndings: Check = (events, ground) => {
  const left = new Set<string>();
  const ends = new Map<string, { session: GroundSession; phone: string; code: string }>();
  for (const event of events) {
    if (event.kind === "asked" && event.ask.what === "leave-table")
      left.add(`${event.ask.session} ${event.ask.diner}`);
    if (!isEnd(event)) continue;
    const session = ground.sessions.get(event.session);
    // A session that is lost altogether is another check's finding.
    if (!session || (event.kind === "ended" && left.has(`${event.session} ${event.diner}`)))
      continue;
    const code = event.kind === "ended" ? event.code : "session-closed";
    ends.set(`${event.session} ${event.phone}`, { session, phone: event.phone, code });
  }
  const offences: Offence[] = [];
  for (const { session, phone, code } of ends.values()) {
    if (CLOSED.includes(code) && session.status !== "active") continue;
    offences.push({
      code: "ended-in-error",
      message: `${phone} was told ${code} of a session that is ${session.status} and that nobody made it leave.`,
      ids: { session: session.id, phone },
      about: (event) => isEnd(event) && event.session === session.id && event.phone === phone,
    });
  }
  return { offences, counts: { endings: ends.size, falseEndings: offences.length } };
};

type End = Extract<HistoryEvent, { kind: "ended" | "page-said-over" }>;

function isEnd(event: HistoryEvent): event is End {
  return event.kind === "ended" || event.kind === "page-said-over";
}
