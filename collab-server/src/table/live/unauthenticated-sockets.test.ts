import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import type { Ending } from "../hocuspocus/control-frames.ts";
import { UNAUTHENTICATED_LIMITS, UnauthenticatedSockets } from "./unauthenticated-sockets.ts";

/** Adds a socket; `endings` collects how it was ended. */
function arrive(sockets: UnauthenticatedSockets, address: string) {
  const endings: Ending[] = [];
  return { endings, ...sockets.add(address, (ending) => endings.push(ending)) };
}

describe("Unauthenticated sockets", () => {
  test("the oldest of an address makes room for its next, and nobody else does", () => {
    const sockets = new UnauthenticatedSockets({ ...UNAUTHENTICATED_LIMITS, perAddress: 2 });
    const elsewhere = arrive(sockets, "b");
    const [first, second, third] = ["a", "a", "a"].map((address) => arrive(sockets, address));
    expect(first?.endings).toEqual([{ code: 4503, reason: "overloaded" }]);
    expect([second, third, elsewhere].flatMap((socket) => socket?.endings)).toEqual([]);
    expect(sockets.count).toBe(3);
  });

  test("the oldest of all makes room when there are too many addresses", () => {
    const sockets = new UnauthenticatedSockets({ ...UNAUTHENTICATED_LIMITS, inAll: 3 });
    const all = ["a", "b", "c", "d"].map((address) => arrive(sockets, address));
    expect(all.map(({ endings }) => endings.length)).toEqual([1, 0, 0, 0]);
    expect(sockets.count).toBe(3);
  });

  test("one that signed in takes no room and is not ended", async () => {
    const sockets = new UnauthenticatedSockets({
      ...UNAUTHENTICATED_LIMITS,
      perAddress: 1,
      deadlineMs: 20,
    });
    const known = arrive(sockets, "a");
    known.forget();
    expect(sockets.count).toBe(0);
    const late = arrive(sockets, "a");
    await sleep(60);
    expect(known.endings).toEqual([]);
    expect(late.endings).toEqual([{ code: 4408, reason: "sign-in-timeout" }]);
    expect(sockets.count).toBe(0);
  });

  test("one that says too much is ended once", () => {
    const sockets = new UnauthenticatedSockets({ ...UNAUTHENTICATED_LIMITS, bytes: 100 });
    const socket = arrive(sockets, "a");
    socket.received(100);
    expect(socket.endings).toEqual([]);
    socket.received(1);
    socket.received(1);
    expect(socket.endings).toEqual([{ code: 4503, reason: "too-fast" }]);
  });
});
