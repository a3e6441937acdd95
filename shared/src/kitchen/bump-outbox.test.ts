import { describe, expect, it } from "vitest";
import { type Bump, openBumpOutbox } from "./bump-outbox.ts";

const bump = (number: number): Bump => ({
  ...{ orderId: `order-${number}`, number },
  moves: [{ line: "d1-line", from: "placed", to: "ready" }],
});
const numbers = (bumps: readonly Bump[]) => bumps.map(({ number }) => number);
/** Lets everything run that waits for nothing but promises. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A page with an outbox, a server that answers when it is told to, and what the page's storage holds. */
function given({ kept = [] as readonly Bump[], isOver = true } = {}) {
  const page = new AbortController();
  const asked: { readonly number: number; answer(): void; refuse(): void }[] = [];
  const done: number[] = [];
  const refused: number[] = [];
  const stored = { bumps: kept };
  const outbox = openBumpOutbox<void>({
    kept,
    keep(bumps) {
      stored.bumps = bumps;
    },
    ask: ({ number }) =>
      new Promise((resolve, reject) => {
        asked.push({ number, answer: resolve, refuse: () => reject(new Error("moved")) });
      }),
    done: ({ number }) => done.push(number),
    async refused({ number }) {
      refused.push(number);
      return isOver;
    },
    signal: page.signal,
  });
  return { outbox, page, asked, done, refused, stored };
}

describe("bumps", () => {
  it("are sent one after the other, however fast they are made", async () => {
    const { outbox, asked, done, stored } = given();
    for (const number of [1, 2, 3]) outbox.add(bump(number));
    await settle();
    expect([asked.map(({ number }) => number), numbers(outbox.pending())]).toEqual([
      [1],
      [1, 2, 3],
    ]);
    for (const n of [0, 1, 2]) {
      asked[n]?.answer();
      await settle();
    }
    expect(asked.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect([done, stored.bumps]).toEqual([[1, 2, 3], []]);
  });

  it("that are refused make room for the next", async () => {
    const { outbox, asked, done, refused, stored } = given();
    for (const number of [1, 2]) outbox.add(bump(number));
    asked[0]?.refuse();
    await settle();
    asked[1]?.answer();
    await settle();
    expect([done, refused, stored.bumps]).toEqual([[2], [1], []]);
  });

  it("whose refusal is no end of it are kept, and sent again with the next", async () => {
    const { outbox, asked, stored } = given({ isOver: false });
    outbox.add(bump(1));
    asked[0]?.refuse();
    await settle();
    expect([asked.length, numbers(stored.bumps)]).toEqual([1, [1]]);
    outbox.add(bump(2));
    await settle();
    expect(asked.map(({ number }) => number)).toEqual([1, 1]);
  });

  it("that a page has left are sent by the next, which alone says what is kept", async () => {
    const first = given();
    for (const number of [1, 2]) first.outbox.add(bump(number));
    first.page.abort();
    const next = given({ kept: first.stored.bumps });
    next.outbox.add(bump(3));
    // The answer to the page that is gone comes late.
    first.asked[0]?.answer();
    await settle();
    expect(first.asked).toHaveLength(1);
    expect(numbers(first.stored.bumps)).toEqual([1, 2]);
    expect([next.asked.map(({ number }) => number), numbers(next.stored.bumps)]).toEqual([
      [1],
      [1, 2, 3],
    ]);
  });

  it("are only so many, the last ones", () => {
    const { outbox } = given();
    for (let number = 1; number <= 305; number++) outbox.add(bump(number));
    expect(numbers(outbox.pending())).toEqual(Array.from({ length: 300 }, (_, i) => i + 6));
  });
});
