import { beforeAll, expect, test } from "vitest";
import type { Happening } from "../history.ts";
import { checkEndings } from "./endings.ts";
import { type RecordedSession, recordSession } from "./testing/recorded-session.ts";
import { codesOf, tamper } from "./testing/tamper.ts";

let recorded: RecordedSession;

beforeAll(async () => {
  recorded = await recordSession();
});

/** The good run, and what was told besides to somebody whose session is open or closed. */
function told(status: "active" | "closed", ...told: ((session: string) => Happening)[]) {
  const bad = tamper(recorded);
  const session = bad.evidence.sessions.find((each) => each.status === status)?.id ?? "";
  const from = bad.events.length;
  for (const [i, event] of told.entries())
    bad.events.push({ n: from + i + 1, at: 0, ...event(session) } as (typeof bad.events)[number]);
  return codesOf(checkEndings, bad);
}

const ended = (code: string) => (session: string) =>
  ({ kind: "ended", phone: "p", session, diner: "d1", code }) as const;

test("a phone that is told of a closed table that it is closed", () => {
  expect(told("closed", ended("session-closed"))).toEqual([]);
});

test("a phone that is told of an open table that it is closed", () => {
  expect(told("active", ended("session-closed"))).toEqual(["ended-in-error"]);
});

test("a page that says of an open table that it is closed", () => {
  const said = (session: string) =>
    ({ kind: "page-said-over", phone: "app page 1", session, guest: "d1" }) as const;
  expect(told("active", said)).toEqual(["ended-in-error"]);
  expect(told("closed", said)).toEqual([]);
});

test("a phone that is told that its seat is lost, although nobody has left", () => {
  expect(told("active", ended("diner-gone"))).toEqual(["ended-in-error"]);
  const leaves = (session: string): Happening => ({
    kind: "asked",
    op: "1",
    by: "p",
    ask: { what: "leave-table", session, diner: "d1" },
  });
  expect(told("active", leaves, ended("diner-gone"))).toEqual([]);
});
