import { describe, expect, it } from "vitest";
import { DINER_ROOT_NAMES, DINER_ROOTS, isDinerRoot, isRoot, ROOTS, rootOf } from "./roots.ts";
import { DINER_VALUES, SERVER_VALUES } from "./values.ts";

describe("The roots of a session's document", () => {
  it("each have a schema on the side of who writes them", () => {
    expect(Object.keys(DINER_VALUES).sort()).toEqual([...DINER_ROOT_NAMES].sort());
    expect([...Object.keys(DINER_VALUES), ...Object.keys(SERVER_VALUES)].sort()).toEqual(
      [...ROOTS].sort(),
    );
    for (const root of ROOTS) expect(rootOf(root).writer === "diner").toBe(isDinerRoot(root));
  });

  it("have keys of one form each, whose first group is the diner", () => {
    for (const { key } of Object.values(DINER_ROOTS)) {
      expect(key.source).toMatch(/^\^.*\(d\(\?:.*\$$/);
      expect(key.global || key.sticky).toBe(false);
    }
  });

  it("are known by their own names alone", () => {
    expect(["toString", "constructor", "__proto__", "stars", ""].map(isRoot)).toEqual(
      Array(5).fill(false),
    );
  });

  it("are written anew each after what it builds on", () => {
    const place = (root: (typeof DINER_ROOT_NAMES)[number]) => DINER_ROOT_NAMES.indexOf(root);
    expect(place("lines")).toBeLessThan(place("portions"));
    expect(place("confirms")).toBe(DINER_ROOT_NAMES.length - 1);
  });

  it("tell a replay what a changed key means", () => {
    const { tell } = DINER_ROOTS.marks;
    const mark = { ready: false, call: "none", at: 1 } as const;
    expect(tell?.({ key: "d2", before: mark, after: { ...mark, ready: true } })).toEqual([
      { kind: "marked", diner: "d2", mark: "ready" },
    ]);
    expect(tell?.({ key: "d2", before: mark, after: undefined })).toEqual([]);
  });
});
