import type { DraftDish, MenuDraft } from "@tureen/shared/menu/draft/draft";
import { applyEdits, type DraftEdit } from "@tureen/shared/menu/draft/edits";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Answered, type Change, DraftQueue } from "./draft-queue.ts";

const dish = (id: string, price = 500): DraftDish => ({
  ...{ id, name: id, price, allergens: [], additives: [], options: [] },
});
const DRAFT: MenuDraft = {
  categories: [{ id: "s", name: "s", items: [dish("d1"), dish("d2"), dish("d3")] }],
};
const price = (id: string, was: number, to: number): DraftEdit => ({
  ...{ kind: "set", id, field: "price", was, to },
});
const prices = (draft: MenuDraft) =>
  draft.categories.flatMap((c) => c.items.map((item) => item.price));

/** A server with the rules of the real one (persistence/src/menu/draft/edit-draft.ts). */
class Server {
  draft = DRAFT;
  readonly #written: { readonly edits: Change }[] = [];

  get revision(): number {
    return this.#written.length;
  }

  send(since: number, edits: Change): Answered {
    const missed = this.#written.slice(since);
    const made = applyEdits(this.draft, edits);
    if (made.conflicts.length === 0) {
      this.draft = made.draft;
      this.#written.push({ edits });
    }
    return { revision: this.revision, missed, conflicts: made.conflicts };
  }
}

/** Sends the next change of a queue; says whether it was made. */
function sendNext(queue: DraftQueue, server: Server): boolean {
  const answer = server.send(queue.revision, queue.pending[0] ?? []);
  expect(queue.answered(answer)).toBe(true);
  return answer.conflicts.length === 0;
}

describe("What a manager writes", () => {
  it("is shown at once and stays when the server has it", () => {
    const [queue, server] = [new DraftQueue(DRAFT, 0), new Server()];
    expect(queue.make([price("d1", 500, 600)])).toBe(true);
    expect(prices(queue.view)).toEqual([600, 500, 500]);
    expect(prices(queue.base)).toEqual([500, 500, 500]);
    expect(sendNext(queue, server)).toBe(true);
    expect(prices(queue.base)).toEqual([600, 500, 500]);
    expect(queue.pending).toEqual([]);
  });

  it("gives way to what somebody else wrote first, and the rest goes on", () => {
    const [queue, server] = [new DraftQueue(DRAFT, 0), new Server()];
    server.send(0, [price("d1", 500, 700)]);
    queue.make([price("d1", 500, 600)]);
    queue.make([price("d2", 500, 600)]);
    expect(sendNext(queue, server)).toBe(false);
    expect(prices(queue.view)).toEqual([700, 600, 500]);
    expect(sendNext(queue, server)).toBe(true);
    expect(server.draft).toEqual(queue.view);
  });

  it("is taken back and made again, step by step", () => {
    const queue = new DraftQueue(DRAFT, 0);
    queue.make([price("d1", 500, 600)]);
    queue.make([price("d2", 500, 650), price("d3", 500, 650)]);
    expect(queue.undo()).toBe(true);
    expect(prices(queue.view)).toEqual([600, 500, 500]);
    expect(queue.redo()).toBe(true);
    expect(prices(queue.view)).toEqual([600, 650, 650]);
    expect([queue.undo(), queue.undo(), queue.undo()]).toEqual([true, true, false]);
    expect(queue.view).toEqual(DRAFT);
    expect(queue.make([price("d1", 500, 610)])).toBe(true);
    expect(queue.canRedo).toBe(false);
  });

  it("is kept when the page was closed before it was sent", () => {
    const queue = new DraftQueue(DRAFT, 0, [[price("d1", 500, 600)]]);
    expect(prices(queue.view)).toEqual([600, 500, 500]);
  });

  it("is not made of what has gone meanwhile", () => {
    const queue = new DraftQueue(DRAFT, 0);
    expect(queue.make([price("d9", 500, 600)])).toBe(false);
    expect(queue.pending).toEqual([]);
  });

  it("asks for the draft anew when what was missed is not known", () => {
    const queue = new DraftQueue(DRAFT, 0);
    expect(queue.missed(null, 500)).toBe(false);
    queue.reset(DRAFT, 500);
    expect(queue.revision).toBe(500);
  });
});

it("two who write at random see the same in the end, which is what the server has", () => {
  const step = fc.record({
    who: fc.constantFrom(0, 1),
    what: fc.constantFrom("write", "send", "undo", "redo", "look"),
    at: fc.nat(2),
    to: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const server = new Server();
      const queues = [new DraftQueue(DRAFT, 0), new DraftQueue(DRAFT, 0)] as const;
      const look = (queue: DraftQueue) => {
        const { missed } = server.send(queue.revision, [price("nobody", 0, 0)]);
        if (queue.pending.length === 0) queue.missed(missed, server.revision);
      };
      for (const { who, what, at, to } of steps) {
        const queue = queues[who];
        const id = `d${at + 1}`;
        const was = prices(queue.view)[at] ?? 0;
        if (what === "write") queue.make([price(id, was, to * 100)]);
        else if (what === "undo") queue.undo();
        else if (what === "redo") queue.redo();
        else if (what === "look") look(queue);
        else if (queue.pending.length > 0) sendNext(queue, server);
      }
      for (const queue of queues) while (queue.pending.length > 0) sendNext(queue, server);
      for (const queue of queues) {
        look(queue);
        expect(queue.view).toEqual(server.draft);
        expect(queue.base).toEqual(server.draft);
      }
    }),
    { numRuns: 300 },
  );
});
