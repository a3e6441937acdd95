import { encodeDocument, rebuildDocument } from "@tureen/shared/table/document/session-document";
import { beforeAll, expect, test } from "vitest";
import { prepareGround } from "./ground.ts";
import { judge } from "./judge.ts";
import { checkLostEdits } from "./lost-edits.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { busiest, codesOf, eventsOf, forgetRows, type Tampered, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

/** The last edit of the host of the first table, which its guest has seen, and its place in the log. */
function lastHostEdit(bad: Tampered) {
  const session = busiest(bad);
  const edit = eventsOf(bad, "sent").findLast((e) => e.session === session.id && e.diner === "d1");
  const row = session.log.findLast((r) => r.author === "d1");
  if (!edit || !row) throw new Error("no edit");
  return { session, edit, seq: row.seq };
}

test("finds nothing in a good evening, and says how much it looked at", () => {
  const bad = tamper(recorded);
  expect(codesOf(checkLostEdits, bad)).toEqual([]);
  const { counts } = judge(recorded.history, recorded.evidence);
  expect(counts.acknowledgedEdits).toBe(
    eventsOf(bad, "sent").length - 1, // one never left its phone
  );
  expect(counts.seenEdits).toBeGreaterThan(5);
});

test("an acknowledged edit that the log and all replicas have forgotten", () => {
  const bad = tamper(recorded);
  const { session, edit, seq } = lastHostEdit(bad);
  forgetRows(bad, session, (n) => n === seq);
  const verdict = judge({ events: bad.events, dropped: 0 }, bad.evidence);
  const lost = verdict.violations.find((v) => v.code === "acknowledged-edit-lost");
  expect(lost?.ids).toMatchObject({ session: session.id, root: "confirms", key: edit.key });
  expect(lost?.message).toContain("the log, t1-d1, t1-d2");
  expect(lost?.history.map((e) => e.kind)).toEqual(["sent", "acknowledged"]);
  expect(verdict.counts.lostEdits).toBeGreaterThanOrEqual(1);
  expect(verdict.ok).toBe(false);
});

test("an acknowledged edit that one replica lacks", () => {
  const bad = tamper(recorded);
  const { session, seq } = lastHostEdit(bad);
  const replica = bad.evidence.replicas.find((r) => r.name === "t1-d2");
  const rest = session.log.filter((row) => row.seq < seq).map((row) => row.update);
  if (replica) replica.state = encodeDocument(rebuildDocument(rest));
  const verdict = judge({ events: bad.events, dropped: 0 }, bad.evidence);
  const lost = verdict.violations.filter((v) => v.code === "acknowledged-edit-lost");
  expect(lost.length).toBeGreaterThan(0);
  for (const { message } of lost) expect(message).toMatch(/is missing in t1-d2\.$/);
});

test("an edit that was never acknowledged, but that another phone has shown", () => {
  const bad = tamper(recorded);
  const { session, edit, seq } = lastHostEdit(bad);
  bad.events = bad.events.filter((e) => e.kind !== "acknowledged" || e.client !== edit.client);
  expect(codesOf(checkLostEdits, bad)).toEqual([]);
  forgetRows(bad, session, (n) => n === seq);
  const verdict = judge({ events: bad.events, dropped: 0 }, bad.evidence);
  const lost = verdict.violations.find((v) => v.code === "seen-edit-lost");
  expect(lost?.history).toMatchObject([{ kind: "seen", phone: "t1-d2", key: edit.key }]);
});

test("an edit that nobody was told of may be lost", () => {
  const bad = tamper(recorded);
  const { session, edit, seq } = lastHostEdit(bad);
  bad.events = bad.events.filter(
    (e) => !("client" in e && e.client === edit.client && e.kind !== "sent") && e.kind !== "seen",
  );
  forgetRows(bad, session, (n) => n === seq);
  expect(codesOf(checkLostEdits, bad)).toEqual([]);
});

test("a value that has become another", () => {
  const bad = tamper(recorded);
  const sent = eventsOf(bad, "sent").findLast((e) => e.root === "marks");
  if (sent) sent.value = { ready: false, call: "none", at: 1 };
  expect(codesOf(checkLostEdits, bad)).toEqual(["edit-altered", "edit-invented"]);
});

test("a key that has gone back to an older value of its writer", () => {
  const bad = tamper(recorded);
  const last = lastHostEdit(bad).edit;
  const first = eventsOf(bad, "sent").find(
    (e) => e.client === last.client && e.root === "portions",
  );
  if (!first) throw new Error("no portion");
  bad.events.push({ ...last, root: "portions", key: first.key, value: 7 });
  expect(codesOf(checkLostEdits, bad)).toEqual(["acknowledged-edit-lost"]);
});

test("a key that somebody else has overwritten", () => {
  const bad = tamper(recorded);
  const { edit, session } = lastHostEdit(bad);
  const guest = eventsOf(bad, "sent").find((e) => e.session === session.id && e.diner === "d2");
  const own = bad.events.filter((e) => "key" in e && e.key === edit.key);
  for (const e of own) if ("key" in e) Object.assign(e, { client: guest?.client, clock: 1 });
  expect(codesOf(checkLostEdits, bad)).toEqual(["edit-altered", "edit-invented"]);
});

test("a value in the log that no phone wrote", () => {
  const bad = tamper(recorded);
  const { edit } = lastHostEdit(bad);
  bad.events = bad.events.filter((e) => !("key" in e && e.key === edit.key));
  expect(codesOf(checkLostEdits, bad)).toEqual(["edit-invented"]);
});

test("a session that Postgres does not know", () => {
  const bad = tamper(recorded);
  const { id } = busiest(bad);
  bad.evidence.sessions = bad.evidence.sessions.filter((s) => s.id !== id);
  expect(codesOf(checkLostEdits, bad)).toEqual(["session-lost"]);
});

test("a record of nothing proves nothing, and says so", () => {
  const { unproven } = judge({ events: [], dropped: 0 }, recorded.evidence);
  expect(unproven).toEqual(expect.arrayContaining(["acknowledgedEdits", "seenEdits", "screens"]));
});

test("something that a page showed as saved and that the log does not hold", () => {
  const bad = tamper(recorded);
  const claim = eventsOf(bad, "called-saved").at(-1);
  if (!claim) throw new Error("nothing was called saved");
  claim.clock += 1;
  const { counts, offences } = checkLostEdits(bad.events, prepareGround(bad.evidence));
  expect(offences.map(({ code }) => code)).toEqual(["false-saved"]);
  expect(counts.falseSaved).toBe(1);
});
