import { expect, test } from "vitest";
import { Doc } from "yjs";
import { readSession } from "../table/document/session-document.ts";
import type { Confirm, Receipt } from "../table/document/types.ts";
import { supersededConfirms } from "./superseded.ts";

const wish = (at: number, quantity = 1): Confirm => ({
  lines: [{ line: "d1-aaaaaaaaaa", quantity, unitPrice: 5, ordered: 0 }],
  ...{ total: 5 * quantity, menuVersion: 1, at },
});
const tooOld = (at: number): Receipt => ({ ok: false, code: "too-old", lines: [], at });

function viewOf(confirms: Record<string, Confirm>, receipts: Record<string, Receipt>) {
  return { ...readSession(new Doc()), confirms, receipts };
}

test("a confirm refused for a wrong clock is superseded by the same wish made again, and by the last of them", () => {
  const confirms = { "d1-first": wish(1), "d1-second": wish(900), "d1-third": wish(901) };
  const twice = viewOf(confirms, { "d1-first": tooOld(10), "d1-second": tooOld(20) });
  expect(supersededConfirms(twice)).toEqual(
    new Map([
      ["d1-first", "d1-third"],
      ["d1-second", "d1-third"],
    ]),
  );
});

test("not by another wish, by somebody else's, by an earlier one, or when refused for another reason", () => {
  const others = { "d1-first": wish(1), "d1-more": wish(2, 2), "d2-same": wish(3) };
  expect(supersededConfirms(viewOf(others, { "d1-first": tooOld(10) })).size).toBe(0);

  const done: Receipt = { ok: true, order: "o", number: 1, at: 5 };
  const earlier = viewOf(
    { "d1-before": wish(1), "d1-late": wish(2) },
    { "d1-before": done, "d1-late": tooOld(9) },
  );
  expect(supersededConfirms(earlier).size).toBe(0);

  const empty: Receipt = { ok: false, code: "total-differs", lines: [], at: 5 };
  const both = viewOf({ "d1-a": wish(1), "d1-b": wish(2) }, { "d1-a": empty });
  expect(supersededConfirms(both).size).toBe(0);
});
