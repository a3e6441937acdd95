import { emptyView, type SessionView } from "@tureen/shared/table/document/session-document";
import { expect, test } from "vitest";
import { confirmsOf, linesOnTheirWay } from "./confirms.ts";

const confirm = (line: string, at: number) => ({
  lines: [{ line, quantity: 1, unitPrice: 100, ordered: 0 }],
  total: 100,
  menuVersion: 1,
  at,
});

const view: SessionView = {
  ...emptyView(),
  confirms: {
    "d2-waiting": confirm("d2-b", 2),
    "d1-phone": confirm("d1-a", 1),
    "d1-done": confirm("d1-c", 3),
    "d1-no": confirm("d1-d", 4),
  },
  receipts: {
    "d1-done": { ok: true, order: "o", number: 17, at: 5 },
    "d1-no": { ok: false, code: "too-old", lines: [], at: 6 },
  },
};

test("a confirm is sent only when its receipt says so", () => {
  const confirms = confirmsOf(view, new Set(["d1-phone"]));
  expect(confirms.map(({ id, by, state }) => [id, by, state.kind])).toEqual([
    ["d1-phone", "d1", "onPhone"],
    ["d2-waiting", "d2", "waiting"],
    ["d1-done", "d1", "accepted"],
    ["d1-no", "d1", "rejected"],
  ]);
});

test("a receipt counts even while the phone has unsaved changes", () => {
  const confirms = confirmsOf(view, new Set(["d1-done"]));
  expect(confirms.find(({ id }) => id === "d1-done")?.state.kind).toBe("accepted");
});

test("only lines without an outcome are on their way", () => {
  expect([...linesOnTheirWay(confirmsOf(view, new Set()))].sort()).toEqual(["d1-a", "d2-b"]);
});

test("a wish that was made again, since the phone's clock was wrong, is one confirm", () => {
  const again = { ...view, confirms: { ...view.confirms, "d1-again": confirm("d1-d", 9) } };
  const confirms = confirmsOf(again, new Set());
  expect(confirms.map(({ id }) => id)).not.toContain("d1-no");
  expect(confirms.find(({ id }) => id === "d1-again")).toMatchObject({
    earlier: ["d1-no"],
    state: { kind: "waiting" },
  });
});
