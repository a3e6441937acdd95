import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256Hex } from "../platform/sha256.ts";
import {
  type AnchoredEntry,
  anchorHash,
  checkProof,
  NO_ANCHOR,
  pathTo,
  type ReceiptProof,
  rootOf,
} from "./proof.ts";

const RESTAURANT = "0192f6a0-0000-7000-8000-000000000000";
const textOf = (entry: number) => JSON.stringify({ number: entry, entry, amount: entry * 100 });
const entriesOf = (count: number, first = 1): AnchoredEntry[] =>
  Array.from({ length: count }, (_, i) => ({
    number: first + i,
    hash: sha256Hex(`entry ${first + i}`),
    digest: i % 3 === 2 ? null : sha256Hex(textOf(first + i)),
  }));

function proofOf(entries: readonly AnchoredEntry[], entry: number): ReceiptProof {
  const [first, last] = [entries[0]?.number ?? 0, entries.at(-1)?.number ?? 0];
  const anchor = {
    ...{ number: 1, firstEntry: first, lastEntry: last, root: rootOf(entries) },
    ...{ head: entries.at(-1)?.hash ?? "", at: 1_700_000_000_000, previous: NO_ANCHOR },
  };
  return {
    ...{ restaurantId: RESTAURANT, entry, intact: true, head: last },
    hash: entries.find(({ number }) => number === entry)?.hash ?? "",
    anchor: { ...anchor, hash: anchorHash(RESTAURANT, anchor) },
    path: pathTo(entries, entry),
  };
}

describe("A receipt's proof", () => {
  test("leads from every entry of every tree to its anchor, and from no other text or entry", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(1000), (count, first) => {
        const entries = entriesOf(count, first + 1);
        for (const { number, digest } of entries) {
          if (digest === null) continue;
          const proof = proofOf(entries, number);
          expect(checkProof(textOf(number), proof)).toBe("anchored");
          expect(checkProof(textOf(number).replace("amount", "amounts"), proof)).toBe("broken");
          expect(checkProof(textOf(number + 1), proof)).toBe("broken");
        }
      }),
      { numRuns: 10 },
    );
  });

  test("is broken by whatever is changed in it", () => {
    const entries = entriesOf(11);
    const proof = proofOf(entries, 5);
    const { anchor, path } = proof;
    if (!anchor) throw new Error("no anchor");
    const other = sha256Hex("other");
    const changed: Partial<ReceiptProof>[] = [
      { intact: false },
      { hash: other },
      { entry: 4 },
      { restaurantId: RESTAURANT.replace("6", "7") },
      { path: path.slice(1) },
      { path: path.map((step) => ({ ...step, hash: other })) },
      { path: path.map(({ hash }) => ({ side: "left", hash }) as const) },
      ...(["root", "head", "previous", "hash"] as const).map((field) => ({
        anchor: { ...anchor, [field]: other },
      })),
      ...(["number", "firstEntry", "lastEntry", "at"] as const).map((field) => ({
        anchor: { ...anchor, [field]: anchor[field] + 1 },
      })),
    ];
    expect(checkProof(textOf(5), proof)).toBe("anchored");
    for (const change of changed) {
      expect([change, checkProof(textOf(5), { ...proof, ...change })]).toEqual([change, "broken"]);
    }
    expect(checkProof("no receipt", proof)).toBe("broken");
    expect(checkProof("null", proof)).toBe("broken");
  });

  test("waits where no anchor commits to it yet", () => {
    const proof = { ...proofOf(entriesOf(4), 2), anchor: null, path: [] };
    expect(checkProof(textOf(2), proof)).toBe("waiting");
    expect(checkProof(textOf(2), { ...proof, intact: false })).toBe("broken");
  });
});
