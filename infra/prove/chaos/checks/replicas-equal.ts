/**
 * Promise 8: the log is whole, and every replica and every snapshot is, byte by byte in the canonical
 * encoding, the document that the log rebuilds.
 */
import { isDeepStrictEqual } from "node:util";
import { ROOTS } from "@tureen/shared/table/document/roots";
import { rebuildDocument } from "@tureen/shared/table/document/session-document";
import type * as Y from "yjs";
import { canonicalBytes, clocksOf, equalBytes, isIncomplete } from "./canonical.ts";
import type { Check, Offence, ViolationCode } from "./finding.ts";
import type { GroundSession } from "./ground.ts";

export const checkReplicasEqual: Check = (_events, ground) => {
  const offences: Offence[] = [];
  const counts = { sessions: 0, logRows: 0, replicas: 0, snapshots: 0 };
  for (const session of ground.sessions.values()) {
    counts.sessions += 1;
    counts.logRows += session.log.length;
    counts.replicas += session.replicas.length;
    counts.snapshots += session.snapshots.length;
    for (const fault of session.replay.faults) {
      offences.push(offence(session, "log-broken", fault, `The log is broken: ${fault}.`));
    }
    for (const { name, doc, bytes } of session.replicas) {
      if (isIncomplete(doc)) {
        const message = `Replica ${name} holds edits that build on what it never received.`;
        offences.push(offence(session, "replica-incomplete", name, message));
      } else if (!equalBytes(bytes, session.replay.bytes)) {
        const message = `Replica ${name} differs from the replayed log in ${difference(session.replay.doc, doc)}.`;
        offences.push(offence(session, "replica-differs", name, message));
      }
    }
    for (const { seq, state } of session.snapshots) {
      const expected = session.replay.bytesAt.get(seq);
      if (expected && equalBytes(canonicalBytes(state), expected)) continue;
      const message = `The snapshot at ${seq} is not the document as of ${seq}${headDifference(session, seq, state)}.`;
      offences.push(offence(session, "snapshot-differs", String(seq), message));
    }
  }
  return { offences, counts };
};

function offence(
  session: GroundSession,
  code: ViolationCode,
  which: string,
  message: string,
): Offence {
  return {
    code,
    message,
    ids: { session: session.id, which },
    // What a whole document lacks is told by the edits that are missed; here only the faults help.
    about: (e) =>
      (e.kind === "disconnected" || e.kind === "refused" || e.kind === "document-opened") &&
      e.session === session.id &&
      which.includes(e.phone),
  };
}

/** For a snapshot at the head the difference can be named; older ones have no document to compare. */
function headDifference(session: GroundSession, seq: number, state: Uint8Array): string {
  if (seq !== session.headSeq) return "";
  return `, but differs in ${difference(session.replay.doc, rebuildDocument([state]))}`;
}

/** Up to three places in which two documents differ, for people. */
function difference(expected: Y.Doc, actual: Y.Doc): string {
  const places: string[] = [];
  for (const root of ROOTS) {
    const left = expected.getMap(root);
    const right = actual.getMap(root);
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      if (!isDeepStrictEqual(left.get(key), right.get(key))) places.push(`${root} ${key}`);
    }
  }
  if (places.length === 0) {
    const clocks = clocksOf(actual);
    for (const [client, clock] of clocksOf(expected)) {
      const other = clocks.get(client) ?? 0;
      if (other !== clock) places.push(`client ${client} (${other} of ${clock})`);
    }
  }
  if (places.length === 0) return "its inner structure only";
  const rest = places.length - 3;
  return places.slice(0, 3).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
