/**
 * Promises 1, 4 and 9: no edit that its phone was told is saved, or that another phone has shown, is
 * missing from the log or from any replica; none has become another value; and no value stands in a
 * diner's part of the document that no phone wrote.
 */
import { isDeepStrictEqual } from "node:util";
import { SERVER_CLIENT_ID, seatOfClientId } from "@tureen/shared/table/document/keys";
import { isDinerRoot, ROOTS } from "@tureen/shared/table/document/roots";
import type * as Y from "yjs";
import type { HistoryEvent } from "../history.ts";
import { clocksOf, writtenBy } from "./canonical.ts";
import { bySession, type Check, type Offence } from "./finding.ts";
import type { Ground, GroundSession } from "./ground.ts";

type Sent = Extract<HistoryEvent, { kind: "sent" | "seen" }>;

/** An edit that must be there, and how anybody knows. */
interface Owed {
  readonly edit: Sent;
  readonly why: "acknowledged" | "seen";
}

export const checkLostEdits: Check = (events, ground) => {
  const offences: Offence[] = [];
  const counts = {
    ...{ acknowledgedEdits: 0, seenEdits: 0, lostEdits: 0, comparedValues: 0 },
    ...{ savedClaims: 0, falseSaved: 0 },
  };
  const owed = owedEdits(events);
  for (const [sessionId, edits] of owed) {
    const session = ground.sessions.get(sessionId);
    if (!session) continue;
    const copies = [{ name: "the log", doc: session.replay.doc }, ...session.replicas];
    const clocks = copies.map((copy) => clocksOf(copy.doc));
    for (const { edit, why } of edits.values()) {
      counts[why === "acknowledged" ? "acknowledgedEdits" : "seenEdits"] += 1;
      const faults = copies.flatMap((copy, i) => {
        const problem = problemOf(edit, copy.doc, clocks[i] ?? new Map());
        return problem ? [{ ...problem, where: copy.name }] : [];
      });
      const [first] = faults;
      if (!first) continue;
      if (first.lost) counts.lostEdits += 1;
      const lostCode = why === "acknowledged" ? "acknowledged-edit-lost" : "seen-edit-lost";
      const { client, clock, root, key } = edit;
      offences.push({
        code: first.lost ? lostCode : "edit-altered",
        message: `The edit of ${root} ${key} that was ${why} ${first.sentence} in ${faults.map((f) => f.where).join(", ")}.`,
        ids: { session: sessionId, root, key, client, clock },
        about: (e) =>
          ("root" in e && e.session === sessionId && e.root === root && e.key === key) ||
          (e.kind === "acknowledged" && e.session === sessionId && e.client === client),
      });
    }
  }
  const ofSession = bySession(events);
  for (const session of ground.sessions.values()) {
    const invented = inventedValues(session, ofSession.get(session.id) ?? []);
    counts.comparedValues += invented.compared;
    offences.push(...invented.offences);
  }
  for (const claim of savedClaims(events)) {
    const session = ground.sessions.get(claim.session);
    if (!session) continue;
    counts.savedClaims += 1;
    if ((clocksOf(session.replay.doc).get(claim.client) ?? 0) >= claim.clock) continue;
    counts.falseSaved += 1;
    const { session: id, client, clock } = claim;
    offences.push({
      code: "false-saved",
      message: `A page showed everything of client ${client} up to ${clock} as saved, which the log does not hold.`,
      ids: { session: id, client, clock },
      about: (e) => "client" in e && e.session === id && e.client === client,
    });
  }
  offences.push(...unknownSessions(events, ground));
  return { offences, counts };
};

/** The furthest that a page has shown as saved, of each client. */
function savedClaims(events: readonly HistoryEvent[]) {
  const furthest = new Map<string, Extract<HistoryEvent, { kind: "called-saved" }>>();
  for (const event of events) {
    if (event.kind !== "called-saved") continue;
    const writer = `${event.session} ${event.client}`;
    if ((furthest.get(writer)?.clock ?? 0) < event.clock) furthest.set(writer, event);
  }
  return furthest.values();
}

/** By session and then by edit, everything that has to be there. */
function owedEdits(events: readonly HistoryEvent[]): Map<string, Map<string, Owed>> {
  const saved = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== "acknowledged") continue;
    const writer = `${event.session} ${event.client}`;
    saved.set(writer, Math.max(saved.get(writer) ?? 0, event.clock));
  }
  const owed = new Map<string, Map<string, Owed>>();
  for (const event of events) {
    if (event.kind !== "sent" && event.kind !== "seen") continue;
    const saidSaved = event.clock <= (saved.get(`${event.session} ${event.client}`) ?? 0);
    if (event.kind === "sent" && !saidSaved) continue;
    const ofSession = owed.get(event.session) ?? new Map<string, Owed>();
    owed.set(event.session, ofSession);
    // Phones that tell of one edit with different values each have to be right.
    const { client, clock, root, key, value } = event;
    const id = `${client} ${clock} ${root} ${key} ${JSON.stringify(value)}`;
    // Its own phone, which is told first, speaks for an edit that others have seen as well.
    const why = event.kind === "sent" ? "acknowledged" : "seen";
    if (!ofSession.has(id)) ofSession.set(id, { edit: event, why });
  }
  return owed;
}

/** What became of an edit in a document: nothing wrong, lost, or replaced by what may not replace it. */
function problemOf(
  edit: Sent,
  doc: Y.Doc,
  clocks: ReadonlyMap<number, number>,
): { readonly lost: boolean; readonly sentence: string } | null {
  if ((clocks.get(edit.client) ?? 0) < edit.clock) return { lost: true, sentence: "is missing" };
  const now = writtenBy(doc, edit.root, edit.key);
  if (!now) return { lost: true, sentence: "has been deleted" };
  if (now.client === edit.client) {
    if (now.clock < edit.clock) return { lost: true, sentence: "has gone back to an older value" };
    if (now.clock > edit.clock || isDeepStrictEqual(now.value, edit.value)) return null;
    return { lost: false, sentence: "has another value" };
  }
  // A diner's device writes their values anew under another client id after a refusal, and a mark is
  // written by several; the server never shares its keys.
  const isOwn = seatOfClientId(now.client) === seatOfClientId(edit.client);
  if (isOwn && now.client !== SERVER_CLIENT_ID) return null;
  return { lost: false, sentence: "was overwritten by somebody else's" };
}

/** Values of the diners' roots that differ from what the phones say they wrote. */
function inventedValues(session: GroundSession, events: readonly HistoryEvent[]) {
  const written = new Map<string, unknown>();
  const clients = new Set<number>();
  for (const event of events) {
    if (event.kind !== "sent") continue;
    clients.add(event.client);
    written.set(`${event.root} ${event.key} ${event.client} ${event.clock}`, event.value);
  }
  const offences: Offence[] = [];
  let compared = 0;
  const doc = session.replay.doc;
  for (const root of ROOTS.filter(isDinerRoot)) {
    for (const key of doc.getMap(root).keys()) {
      const now = writtenBy(doc, root, key);
      // Only phones whose own record there is can say what they did not write.
      if (!now || !clients.has(now.client)) continue;
      compared += 1;
      const id = `${root} ${key} ${now.client} ${now.clock}`;
      if (written.has(id) && isDeepStrictEqual(written.get(id), now.value)) continue;
      offences.push({
        code: "edit-invented",
        message: `The log holds a value of ${root} ${key} that its phone never wrote: ${JSON.stringify(now.value)} by ${now.client} at ${now.clock}.`,
        ids: { session: session.id, root, key, client: now.client, clock: now.clock },
        about: (e) => e.kind === "sent" && e.session === session.id && e.client === now.client,
        excuses: (e) => e.kind === "sent" && e.root === root && e.key === key,
      });
    }
  }
  return { compared, offences };
}

/** Sessions that phones were part of and that Postgres does not know. */
function unknownSessions(events: readonly HistoryEvent[], ground: Ground): Offence[] {
  const missing = new Set<string>();
  for (const event of events) {
    if ("session" in event && !ground.sessions.has(event.session)) missing.add(event.session);
  }
  return [...missing].map((session) => ({
    code: "session-lost",
    message: `Phones were at session ${session}, which Postgres does not know.`,
    ids: { session },
    about: (e) => "session" in e && e.session === session,
  }));
}
