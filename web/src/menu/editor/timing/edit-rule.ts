/** Price rules as their fields have them: a kind of change, and a number without a sign. Pure. */
import { MAX_PERCENT, type PriceChange, type PriceRule } from "@tureen/shared/menu/timing/rules";

/** What somebody chooses that a price becomes; the sign is in the words. */
export const CHANGES = ["less", "minus", "fixed", "more"] as const;
export type ChangeKind = (typeof CHANGES)[number];

/** The most that each may be. */
export const MOST_PERCENT = { less: 100, more: MAX_PERCENT } as const;

/** What a new rule begins with: the happy hour. */
export const NEW_RULE: PriceRule = {
  when: [{ span: { from: "17:00", until: "19:00" } }],
  change: { kind: "percent", by: -20 },
};

export function kindOf(change: PriceChange): ChangeKind {
  if (change.kind !== "percent") return change.kind;
  return change.by > 0 ? "more" : "less";
}

/** The same change as another kind, with numbers that make sense of a price. */
export function asKind(change: PriceChange, kind: ChangeKind, price: number): PriceChange {
  if (kindOf(change) === kind) return change;
  switch (kind) {
    case "less":
    case "more": {
      const roundTo = change.kind === "percent" ? change.roundTo : undefined;
      const by = change.kind === "percent" ? Math.min(Math.abs(change.by), 100) : 20;
      return percent(kind, by, roundTo);
    }
    case "minus":
      return { kind, amount: Math.max(1, Math.round(price / 10)) };
    case "fixed":
      return { kind, price };
  }
}

export function percent(
  kind: "less" | "more",
  by: number,
  roundTo: number | undefined,
): PriceChange {
  const change = { kind: "percent", by: kind === "less" ? -by : by } as const;
  return roundTo === undefined || roundTo === 1 ? change : { ...change, roundTo };
}
