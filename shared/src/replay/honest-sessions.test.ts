import fc from "fast-check";
import { expect, test } from "vitest";
import { nextStatus } from "../orders/status.ts";
import { eventsOf } from "./events.ts";
import { formatRecording, parseRecording } from "./file.ts";
import { readJournal } from "./journal.ts";
import { Player } from "./player.ts";
import { stateAt } from "./state-at.ts";
import { LARGE, MENU, PIZZA, SessionMaker, SIZE, SMALL, SOUP } from "./testing/session-maker.ts";
import { verifyRecording } from "./verify.ts";
import { whatIf } from "./what-if.ts";

const DINERS = ["d1", "d2", "d3"] as const;
const STEPS = [
  "take",
  "take",
  "tap",
  "tap",
  "tap",
  "confirm",
  "decide",
  "move",
  "wire",
  "sold-out",
];
type Step = readonly [kind: string, diner: (typeof DINERS)[number], pick: number];

/** A session of random steps; everybody comes back and everything is decided in the end. */
function play(steps: readonly Step[]): SessionMaker {
  const replayed = new SessionMaker();
  const offline = new Set<string>();
  for (const _ of DINERS) replayed.join();
  for (const [kind, diner, pick] of steps) {
    const cart = replayed.cart(diner);
    const line = cart[pick % (cart.length || 1)];
    const waiting = replayed.waiting();
    const order = replayed.orders.at(-1);
    if (kind === "take") {
      const size = { option: SIZE, values: [pick % 3 === 0 ? LARGE : SMALL] };
      if (pick % 2) replayed.take(diner, PIZZA, 1 + (pick % 3), [size]);
      else replayed.take(diner, SOUP, 1 + (pick % 3));
    } else if (kind === "tap" && line) replayed.tap(diner, line, pick % 3 ? 1 : -1);
    else if (kind === "confirm" && line) replayed.confirm(diner, pick % 2 ? cart : [line]);
    else if (kind === "decide" && waiting.length)
      replayed.decide(waiting[pick % waiting.length] ?? "");
    else if (kind === "move" && order) {
      const next = nextStatus(order.status);
      if (pick % 2 === 0 && next && order.status !== "cancelled")
        replayed.move("cancelled", "burnt");
      else if (next) replayed.move(next);
    } else if (kind === "wire") {
      replayed.now += 7_000;
      replayed.setOffline(diner, !offline.delete(diner) && Boolean(offline.add(diner)));
    } else if (kind === "sold-out") {
      replayed.availability = {
        soldOut: pick % 2 ? [SOUP] : [],
        valuesOut: [],
        stock: { [PIZZA]: 2 },
      };
    }
  }
  for (const diner of offline) replayed.setOffline(diner, false);
  for (const confirm of replayed.waiting()) replayed.decide(confirm);
  return replayed;
}

test("whatever an honest evening brings, it verifies, plays, and comes back from its file", () => {
  const seen = { ordered: 0, rejected: 0, offline: 0, cancelled: 0 };
  const step = fc.tuple(fc.constantFrom(...STEPS), fc.constantFrom(...DINERS), fc.nat(100));
  fc.assert(
    fc.property(fc.array(step, { minLength: 20, maxLength: 60, size: "max" }), (steps) => {
      const recording = play(steps).recording();
      expect(verifyRecording(recording)).toMatchObject({ ok: true, edits: recording.log.length });
      expect(verifyRecording({ ...recording, log: [], logKept: false })).toMatchObject({
        ok: true,
      });
      const { names: _, ...nameless } = recording;
      expect(parseRecording(formatRecording(recording))).toEqual(nameless);
      const journal = readJournal(recording.log);
      const middle = Math.floor(recording.log.length / 2);
      const player = new Player(journal).seek(recording.log.length).seek(middle);
      expect(player.view()).toEqual(stateAt(recording.log, middle));
      // The same menu, the same session.
      const same = whatIf(recording, MENU);
      expect(same.confirms.filter((entry) => entry.endsOtherwise)).toEqual([]);
      expect(same.otherwiseTotal).toBe(same.recordedTotal);
      for (const event of eventsOf(journal)) {
        if (event.kind === "ordered") seen.ordered += 1;
        if (event.kind === "rejected") seen.rejected += 1;
        if (event.kind === "took" && event.at - event.doneAt > 5_000) seen.offline += 1;
        if (event.kind === "status" && event.to === "cancelled") seen.cancelled += 1;
      }
    }),
    { numRuns: 60, seed: 20260503 },
  );
  // Not a run in which nothing happens.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(15);
});
