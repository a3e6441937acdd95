import { beforeAll, expect, test } from "vitest";
import type { HistoryEvent, PageEvent } from "../history.ts";
import { judge } from "./judge.ts";
import { checkPageClaims } from "./page-claims.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { busiest, codesOf, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

type Said = PageEvent extends infer E
  ? E extends PageEvent
    ? Omit<E, "phone" | "session" | "guest">
    : never
  : never;

/** A good run, and what a page said besides. */
function withPage(...said: Said[]) {
  const bad = tamper(recorded);
  const who = { phone: "app page 1", session: busiest(bad).id, guest: "d9" };
  const from = bad.events.length;
  for (const [i, event] of said.entries()) {
    bad.events.push({ n: from + i + 1, at: 0, ...event, ...who } as (typeof bad.events)[number]);
  }
  return bad;
}

const line = { item: "soup", note: "wish 1", quantity: 1, mine: 1 };
const asked = { kind: "page-asked", note: "wish 1", portions: 1 } as const;

test("a line that the page called saved and that nobody has", () => {
  const bad = withPage(asked, { kind: "page-showed", lines: [{ ...line, isSaved: true }] });
  expect(codesOf(checkPageClaims, bad)).toEqual(["false-saved"]);
  const verdict = judge({ events: bad.events as HistoryEvent[], dropped: 0 }, bad.evidence);
  expect(verdict.ok).toBe(false);
  expect(verdict.counts).toMatchObject({ falseSaved: 1, lostEdits: 1, pageSavedClaims: 1 });
  expect(verdict.violations[0]?.history.map(({ kind }) => kind)).toContain("page-showed");
});

test("a line that the page said is only on this phone may be lost", () => {
  const bad = withPage(asked, { kind: "page-showed", lines: [{ ...line, isSaved: false }] });
  expect(codesOf(checkPageClaims, bad)).toEqual([]);
});

test("an order and a confirm that the page spoke of and that are not there", () => {
  const bad = withPage(
    { kind: "page-said-ordered", order: 9_999 },
    { kind: "page-said-confirmed", confirms: 99 },
  );
  expect(codesOf(checkPageClaims, bad)).toEqual(["outcome-missing", "receipt-without-order"]);
});

test("a confirm in the log that nobody has tapped on the page", () => {
  const bad = withPage(asked);
  for (const event of bad.events) if ("guest" in event) event.guest = "d1";
  expect(codesOf(checkPageClaims, bad)).toEqual(["edit-invented"]);
});

test("a page that shows another cart than the log holds when all is still", () => {
  const bad = withPage({ kind: "page-rested", lines: [{ ...line, isSaved: true }] });
  expect(codesOf(checkPageClaims, bad)).toEqual(["replica-differs"]);
});
