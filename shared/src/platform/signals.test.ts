import { expect, test } from "vitest";
import { decodeSignal, encodeSignal, type Signal } from "./signals.ts";

test("a signal arrives as it was sent", () => {
  const signals: Signal[] = [
    { kind: "session", restaurantId: "r", sessionId: "s", seq: 7 },
    { kind: "session", restaurantId: "r", sessionId: "s", seq: 8, ended: true },
    { kind: "kitchen", restaurantId: "r", eventNumber: 3 },
    { kind: "queue", restaurantId: "r" },
    { kind: "menu", restaurantId: "r", version: 2 },
    { kind: "floor", restaurantId: "r" },
    { kind: "names", restaurantId: "r" },
  ];
  expect(signals.map((signal) => decodeSignal(encodeSignal(signal)))).toEqual(signals);
});

test.each([
  "",
  "{",
  "null",
  "7",
  "[]",
  '"session"',
  '{"kind":"constructor","restaurantId":"r"}',
  '{"kind":"newer","restaurantId":"r"}',
  '{"kind":"queue"}',
  '{"kind":"session","restaurantId":"r"}',
  '{"kind":"menu","restaurantId":"r","version":"2"}',
])("%s is no signal and is passed over", (text) => {
  expect(decodeSignal(text)).toBeNull();
});
