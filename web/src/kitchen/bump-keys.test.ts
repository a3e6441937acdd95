import { describe, expect, it } from "vitest";
import { bumpKey, keyOfTicket } from "./bump-keys.ts";

const press = (key: string, code = "", shiftKey = false) => ({ key, code, shiftKey });

describe("a key of a bump bar", () => {
  it("is the one that the ticket shows, past nine too", () => {
    for (const at of [0, 8, 9, 34]) {
      const key = keyOfTicket(at) ?? "";
      expect(bumpKey(press(key), false), key).toEqual({ kind: "ticket", at });
      expect(bumpKey(press(key.toLowerCase()), false), key).toEqual({ kind: "ticket", at });
    }
    expect(keyOfTicket(9)).toBe("A");
    expect(keyOfTicket(35)).toBeUndefined();
  });

  it("is a digit by its place where the keyboard writes something else there", () => {
    expect(bumpKey(press("٣", "Digit3"), true)).toEqual({ kind: "ticket", at: 2 });
    expect(bumpKey(press("&", "Digit1"), false)).toEqual({ kind: "ticket", at: 0 });
    expect(bumpKey(press("à", "Digit0"), false)).toEqual({ kind: "undo" });
    // With Shift it is a sign, and on a number pad without its lock a key of another name.
    expect(bumpKey(press("!", "Digit1", true), false)).toBeUndefined();
    expect(bumpKey(press("End", "Numpad1"), false)).toBeUndefined();
  });

  it("turns pages the way they are read", () => {
    expect(bumpKey(press("ArrowRight"), false)).toEqual({ kind: "turn", by: 1 });
    expect(bumpKey(press("ArrowRight"), true)).toEqual({ kind: "turn", by: -1 });
    expect(bumpKey(press("ArrowLeft"), true)).toEqual({ kind: "turn", by: 1 });
    expect(bumpKey(press("+", "NumpadAdd"), true)).toEqual({ kind: "turn", by: 1 });
    expect(bumpKey(press("-", "NumpadSubtract"), true)).toEqual({ kind: "turn", by: -1 });
    expect(bumpKey(press("Home"), false)).toEqual({ kind: "first" });
  });

  it("shows its list, and does nothing where it has no meaning", () => {
    expect(bumpKey(press("?"), false)).toEqual({ kind: "help" });
    expect(bumpKey(press("؟"), true)).toEqual({ kind: "help" });
    for (const key of ["Enter", " ", "Tab", "Escape", "F5", "ä", "ArrowUp"]) {
      expect(bumpKey(press(key), false), key).toBeUndefined();
    }
  });
});
