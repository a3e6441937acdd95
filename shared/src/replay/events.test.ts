import { expect, test } from "vitest";
import { describeEvent, wordsFor } from "./describe.ts";
import { eventsOf, storyOf } from "./events.ts";
import { readJournal } from "./journal.ts";
import { offlineStretches, Phones } from "./phones.ts";
import { SessionMaker, SOUP, smallRecording } from "./testing/session-maker.ts";

const recording = smallRecording();
const journal = readJournal(recording.log);
const events = eventsOf(journal);
const words = wordsFor(recording);

test("the timeline reads like what happened, with names only where there is one", () => {
  expect(events.map((event) => describeEvent(event, words))).toEqual([
    "table 7 opened",
    "Ana (seat 1) sat down as host",
    "seat 2 sat down",
    "Ana (seat 1) took 1 × Margherita, Size: large",
    "seat 2 took 1 more × Margherita, Size: large (2 in the cart)",
    "confirm by seat 2: 1 line, €23.00",
    "confirm by seat 2: 1 line, €23.00 → order #17",
    "order #17 placed → accepted",
    "Ana (seat 1) is ready",
    "Ana (seat 1) called the waiter",
    "seat 2 took 3 × Soup",
    "seat 2 took off 1 × Soup (2 in the cart)",
    "confirm by Ana (seat 1): 1 line, €9.00",
    "confirm by Ana (seat 1) rejected: sold out",
    "order #17 accepted → preparing",
    "the table was closed",
  ]);
});

test("an event says when it was done, which may be long before the log had it", () => {
  const soup = events.find((event) => event.kind === "took" && event.value.item === SOUP);
  expect((soup?.at ?? 0) - (soup?.doneAt ?? 0)).toBeGreaterThan(30_000);
});

test("the story of a line goes from its first tap to the kitchen", () => {
  const took = events.find((event) => event.kind === "took");
  if (took?.kind !== "took") throw new Error("nothing was taken");
  expect(storyOf(events, took.line).map((event) => event.kind)).toEqual([
    "took",
    "changed",
    "confirmed",
    "ordered",
    "status",
    "status",
  ]);
});

test("taking off shows what is left, and an order's portions are no longer in the cart", () => {
  const replayed = new SessionMaker();
  const ana = replayed.join();
  const line = replayed.take(ana, SOUP, 2);
  replayed.decide(replayed.confirm(ana, [line]));
  replayed.tap(ana, line, 2);
  replayed.tap(ana, line, -1);
  const changed = eventsOf(readJournal(replayed.log)).filter((event) => event.kind === "changed");
  expect(changed.map(({ by, left }) => [by, left])).toEqual([
    [2, 2],
    [-1, 1],
  ]);
});

test("a phone without signal shows what it had seen and what its diner did since", () => {
  const [stretch, ...others] = offlineStretches(journal, events);
  expect(others).toEqual([]);
  if (!stretch) throw new Error("no stretch");
  expect(stretch.diner).toBe("d2");
  const phones = new Phones(journal, [stretch]);
  const soup = (view: ReturnType<typeof phones.viewOf>) =>
    Object.values(view.lines).filter((line) => line.item === SOUP).length;

  const middle = stretch.to - 5_000;
  expect(phones.offlineAt("d2", middle)).toBe(stretch);
  expect(phones.offlineAt("d1", middle)).toBeNull();
  // Ben sees his soup, with its portions, and not yet Ana's call; Ana sees it the other way round.
  const beforeBack = (recording.log[stretch.waited[0]?.index ?? 0]?.at ?? 0) - 1;
  const ben = phones.viewOf("d2", beforeBack);
  expect([soup(ben), Object.keys(ben.marks)]).toEqual([1, []]);
  expect(Object.keys(ben.portions)).toHaveLength(3);
  // Both the dish and the tap on it had waited.
  expect(stretch.waited).toHaveLength(2);
  expect(soup(phones.viewOf("d2", stretch.from - 1))).toBe(0);
  expect(soup(phones.viewOf("d2", stretch.from))).toBe(1);
  const ana = phones.viewOf("d1", beforeBack);
  expect([soup(ana), Object.keys(ana.marks)]).toEqual([0, ["d1"]]);
  // Back online both see the same.
  expect(phones.viewOf("d2", stretch.to)).toEqual(phones.viewOf("d1", stretch.to));
});
