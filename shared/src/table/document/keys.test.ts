import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_SEAT } from "../../platform/limits.ts";
import {
  dinerAt,
  makerOf,
  newClientId,
  newConfirmId,
  newLineId,
  portionKey,
  SERVER_CLIENT_ID,
  seatOf,
  seatOfClientId,
  splitPortionKey,
} from "./keys.ts";
import { writerOf } from "./roots.ts";

const seats = fc.integer({ min: 1, max: MAX_SEAT });

describe("every key names its one writer", () => {
  test("of all keys that a diner makes, it is that diner", () => {
    fc.assert(
      fc.property(seats, seats, (seat, other) => {
        const [diner, maker] = [dinerAt(seat), dinerAt(other)];
        const line = newLineId(maker);
        expect(writerOf("lines", line)).toBe(maker);
        expect(writerOf("confirms", newConfirmId(diner))).toBe(diner);
        expect(writerOf("marks", diner)).toBe(diner);
        const portion = portionKey(line, diner, newClientId(seat));
        expect(writerOf("portions", portion)).toBe(diner);
        expect(splitPortionKey(portion)).toEqual({ lineId: line, diner });
        expect(makerOf(line)).toBe(maker);
        expect(seatOf(diner)).toBe(seat);
      }),
      { seed: 1 },
    );
  });

  test.each([
    ["lines", "d0-aaaaaaaaaa"],
    ["lines", "d01-aaaaaaaaaa"],
    ["lines", "d1-AAAAAAAAAA"],
    ["lines", "d1-aaaaaaaaaa\n"],
    ["lines", "d1-aaaaaaaaaaaaaa"],
    ["lines", "constructor"],
    ["confirms", "d1-aaaaaaaaaa"],
    ["portions", "d1-aaaaaaaaaa"],
    ["portions", "d1-aaaaaaaaaa/"],
    ["portions", "d1-aaaaaaaaaa/d1/d2"],
    ["marks", ""],
    ["diners", "d1"],
    ["orders", "d1"],
    ["__proto__", "d1"],
  ])("no diner writes %s %j", (root, key) => {
    expect(writerOf(root, key)).toBeNull();
  });

  test.each(["d0", "d01", "d201", "d", "1", "table", "d1 "])("%j is no diner", (id) => {
    expect(() => seatOf(id)).toThrow(RangeError);
  });
});

test("a client id carries its seat and is not the server's", () => {
  for (const seat of [1, 2, 127, 128, MAX_SEAT]) {
    for (let i = 0; i < 100; i++) {
      const client = newClientId(seat);
      expect(seatOfClientId(client)).toBe(seat);
      expect(client).toBeLessThan(2 ** 32);
    }
  }
  expect(seatOfClientId(SERVER_CLIENT_ID)).toBe(0);
  for (const foreign of [2 ** 32 + 2 ** 24, 2 ** 50]) {
    expect(seatOfClientId(foreign)).toBeGreaterThan(MAX_SEAT);
  }
});
