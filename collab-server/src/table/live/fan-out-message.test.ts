import { describe, expect, test } from "vitest";
import { decodeMessage, encodeMessage, type FanOutMessage, isFrom } from "./fan-out-message.ts";

const SENDER = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const OTHER = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 9);
const MESSAGES: FanOutMessage[] = [
  { kind: "edit", seq: 300, author: "d3", update: Uint8Array.of(0, 0, 7) },
  { kind: "head", seq: 2 ** 40 },
  { kind: "presence", update: Uint8Array.of(1) },
  { kind: "who" },
  { kind: "notice", payload: '{"kind":"people"}' },
];

describe("Messages between nodes", () => {
  test.each(MESSAGES)("come back as they were: $kind", (message) => {
    const data = encodeMessage(SENDER, message);
    expect(decodeMessage(data)).toEqual(message);
    expect([isFrom(SENDER, data), isFrom(OTHER, data)]).toEqual([true, false]);
  });

  test("of another version, cut short, or something else are left alone", () => {
    const data = encodeMessage(SENDER, MESSAGES[0] as FanOutMessage);
    const newer = Uint8Array.from(data);
    newer[0] = 2;
    const unknown = Uint8Array.from(data);
    unknown[9] = 99;
    const others = [newer, unknown, data.subarray(0, 12), Buffer.from("hello"), new Uint8Array()];
    for (const other of others) expect(decodeMessage(other)).toBeNull();
  });
});
