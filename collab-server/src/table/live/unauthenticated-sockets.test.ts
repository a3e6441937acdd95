import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Ending } from "../hocuspocus/control-frames.ts";
import { STRANGER_LIMITS, Strangers } from "./unauthenticated-sockets.ts";

/** Adds a stranger; `endings` collects how it was ended. */
function arrive(strangers: Strangers, address: string) {
  const endings: Ending[] = [];
  return { endings, ...strangers.add(address, (ending) => endings.push(ending)) };
}

describe("Strangers", () => {
  test("the oldest of an address makes room for its next, and nobody else does", () => {
    const strangers = new Strangers({ ...STRANGER_LIMITS, perAddress: 2 });
    const elsewhere = arrive(strangers, "b");
    const [first, second, third] = ["a", "a", "a"].map((address) => arrive(strangers, address));
    expect(first?.endings).toEqual([{ code: 4503, reason: "overloaded" }]);
    expect([second, third, elsewhere].flatMap((stranger) => stranger?.endings)).toEqual([]);
    expect(strangers.count).toBe(3);
  });

  test("the oldest of all makes room when there are too many addresses", () => {
    const strangers = new Strangers({ ...STRANGER_LIMITS, inAll: 3 });
    const all = ["a", "b", "c", "d"].map((address) => arrive(strangers, address));
    expect(all.map(({ endings }) => endings.length)).toEqual([1, 0, 0, 0]);
    expect(strangers.count).toBe(3);
  });

  test("one that signed in takes no room and is not ended", async () => {
    const strangers = new Strangers({ ...STRANGER_LIMITS, perAddress: 1, deadlineMs: 20 });
    const known = arrive(strangers, "a");
    known.forget();
    expect(strangers.count).toBe(0);
    const late = arrive(strangers, "a");
    await sleep(60);
    expect(known.endings).toEqual([]);
    expect(late.endings).toEqual([{ code: 4408, reason: "sign-in-timeout" }]);
    expect(strangers.count).toBe(0);
  });

  test("one that says too much is ended once", () => {
    const strangers = new Strangers({ ...STRANGER_LIMITS, bytes: 100 });
    const stranger = arrive(strangers, "a");
    stranger.received(100);
    expect(stranger.endings).toEqual([]);
    stranger.received(1);
    stranger.received(1);
    expect(stranger.endings).toEqual([{ code: 4503, reason: "too-fast" }]);
  });
});
