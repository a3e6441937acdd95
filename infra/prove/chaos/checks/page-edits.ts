/**
 * The edits that were made on the app's own page, as if it had recorded them like a phone: what they
 * are and in which order is in the log, and the record of its taps says when each was made at the
 * earliest. Of two taps that reach the log in one update, the one edit that is left counts as both.
 */
import { makerOf, splitPortionKey } from "@tureen/shared/table/document/keys";
import { rebuildDocument } from "@tureen/shared/table/document/session-document";
import * as Y from "yjs";
import { type HistoryEvent, Recorder, recordDocument } from "../history.ts";
import type { GroundSession } from "./ground.ts";

type Sent = Extract<HistoryEvent, { kind: "sent" }>;
type Logged = Extract<HistoryEvent, { kind: "seen" }>;

/** Judging one offence asks for them again and again. */
const logged = new WeakMap<GroundSession, readonly Logged[]>();

/** `events` are those of the session. */
export function pageEdits(session: GroundSession, events: readonly HistoryEvent[]): Sent[] {
  const pages = new Map<string, string>();
  const taps = new Map<string, { readonly n: number; readonly at: number }[]>();
  for (const event of events) {
    if (event.kind !== "page-asked" && event.kind !== "page-sent") continue;
    pages.set(event.guest, event.phone);
    const what = event.kind === "page-asked" ? wish(event.guest, event.note) : send(event.guest);
    taps.set(what, [...(taps.get(what) ?? []), { n: event.n, at: event.at }]);
  }
  if (pages.size === 0) return [];

  const found: Sent[] = [];
  const counts = new Map<string, number>();
  const values = new Map<string, number>();
  const confirms = new Set<string>();
  /** Once so many of its taps have come to something, so many have been made. */
  const push = (edit: Logged, guest: string, what: string, times: number) => {
    const count = (counts.get(what) ?? 0) + times;
    counts.set(what, count);
    const { n, at } = taps.get(what)?.[count - 1] ?? { n: 0, at: 0 };
    const phone = pages.get(guest) ?? "";
    found.push({ ...edit, kind: "sent", phone, diner: guest, n, at });
  };
  for (const edit of editsInLog(session)) {
    const { root, key } = edit;
    if (root === "portions") {
      const { lineId, diner } = splitPortionKey(key);
      if (!pages.has(diner)) continue;
      const by = (edit.value as number) - (values.get(key) ?? 0);
      values.set(key, edit.value as number);
      push(edit, diner, wish(diner, session.replay.view.lines[lineId]?.note ?? ""), by);
    } else if (root === "confirms" && pages.has(makerOf(key)) && !confirms.has(key)) {
      confirms.add(key);
      push(edit, makerOf(key), send(makerOf(key)), 1);
    }
  }
  return found;
}

const wish = (guest: string, note: string) => `${guest} wants “${note}”`;
const send = (guest: string) => `${guest} sends`;

/** Everything that was written in this session, in the order of the log. */
function editsInLog(session: GroundSession): readonly Logged[] {
  const known = logged.get(session);
  if (known) return known;
  const recorder = new Recorder();
  const doc = new Y.Doc();
  recordDocument(recorder, { phone: "the log", session: session.id, diner: "" }, doc);
  for (const { update } of session.log) rebuildDocument([update], doc);
  const edits = recorder.events.filter((event) => event.kind === "seen");
  logged.set(session, edits);
  return edits;
}
