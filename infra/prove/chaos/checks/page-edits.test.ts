import { makerOf, splitPortionKey } from "@tureen/shared/table/document/keys";
import type { Line, Receipt } from "@tureen/shared/table/document/types";
import { beforeAll, expect, test } from "vitest";
import type { HistoryEvent } from "../history.ts";
import { checkConfirmHistories } from "./confirm-histories.ts";
import { prepareGround } from "./ground.ts";
import { pageEdits } from "./page-edits.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { busiest, codesOf, eventsOf, type Tampered, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

/** The good run, in which the second guest of the first table had no phone that recorded, but a page. */
function withPage(): Tampered {
  const bad = tamper(recorded);
  const session = busiest(bad).id;
  const lines = new Map(
    eventsOf(bad, "sent").flatMap((e) => (e.root === "lines" ? [[e.key, e.value as Line]] : [])),
  );
  const asked = new Map<string, number>();
  let sends = 0;
  bad.events = bad.events.flatMap((event) => {
    if (!("diner" in event) || event.session !== session || event.diner !== "d2") return event;
    const { n, at } = event;
    const who = { n, at, phone: "app page 1", session, guest: "d2" };
    if (event.kind !== "sent") return [];
    if (event.root === "confirms") {
      sends += 1;
      return { kind: "page-sent", sends, ...who } as const;
    }
    if (event.root !== "portions") return [];
    const note = lines.get(splitPortionKey(event.key).lineId)?.note ?? "";
    asked.set(note, (asked.get(note) ?? 0) + 1);
    return { kind: "page-asked", note, portions: asked.get(note) as number, ...who } as const;
  });
  return bad;
}

const tooLate = (receipt: Receipt) => !receipt.ok && receipt.lines[0]?.code === "already-ordered";

test("what was tapped on a page is found in the log, each at its tap", () => {
  const bad = withPage();
  const session = prepareGround(bad.evidence).sessions.get(busiest(bad).id);
  if (!session) throw new Error("no session");
  const own = bad.events.filter((e) => "session" in e && e.session === session.id);
  const found = pageEdits(session, own as HistoryEvent[]);
  const recordedToo = recorded.history.events.filter(
    (e) =>
      e.kind === "sent" &&
      e.session === session.id &&
      e.diner === "d2" &&
      (e.root === "portions" || e.root === "confirms"),
  );
  expect(recordedToo.length).toBeGreaterThan(2);
  expect(found.map(({ phone, ...edit }) => edit)).toEqual(
    recordedToo.map(({ phone, ...edit }: HistoryEvent & { phone?: string }) => edit),
  );
});

test("the histories of a table with a page are judged, and a good one passes", () => {
  const bad = withPage();
  const { offences, counts } = checkConfirmHistories(bad.events, prepareGround(bad.evidence));
  expect(offences).toEqual([]);
  expect(counts).toMatchObject({ confirmHistories: 2, unrecordedSessions: 0, pageOperations: 3 });
});

test("a page's confirm that took what another one had been given", () => {
  const bad = withPage();
  const receipts = eventsOf(bad, "seen").filter((e) => e.root === "receipts");
  const late = receipts.filter((e) => makerOf(e.key) === "d2" && tooLate(e.value as Receipt));
  expect(late.length).toBeGreaterThan(0);
  for (const e of late) e.value = { ok: true, order: crypto.randomUUID(), number: 9, at: 1 };
  expect(codesOf(checkConfirmHistories, bad)).toEqual(["confirms-not-linearizable"]);
});
