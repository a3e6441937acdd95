import { z } from "zod";
import type { DinerId } from "../../../platform/identity.ts";
import { MAX_CLAIM } from "../../../platform/limits.ts";
import { notMinusZero } from "../fields.ts";
import { DINER } from "../key-forms.ts";
import { dinerRoot } from "../root.ts";

/** What stands in the place of an order for what staff added to the bill. */
export const CHARGES = "charges";

interface Claimed {
  readonly kind: "claimed";
  readonly diner: DinerId;
  readonly order: string;
  readonly line: string;
  /** In parts of a portion (bill/ranges.ts); null: they took back what they had said. */
  readonly parts: number | null;
}

/**
 * How much of a line of the bill a diner wants to pay, in parts of a portion, by order, line and diner
 * (`<order id>/d3-k2j9x0a1bc/d5`; `charges/17/d5` for what staff added). Without one, a diner pays what they had (bill/shares.ts).
 */
export const claims = dinerRoot<number, Claimed>({
  written: "often",
  key: new RegExp(
    `^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/${DINER}-[0-9a-z]{10}|charges/[1-9][0-9]{0,14})/(${DINER})$`,
  ),
  tell: ({ key, after = null }) => [{ kind: "claimed", ...splitClaimKey(key), parts: after }],
});

/** The key of a diner's claim. */
export function claimKey(order: string, line: string, diner: DinerId): string {
  return `${order}/${line}/${diner}`;
}

export function splitClaimKey(key: string): { order: string; line: string; diner: DinerId } {
  const [order = "", line = "", diner = ""] = key.split("/");
  return { order, line, diner };
}

export const claimSchema = () =>
  z.int().min(0).max(MAX_CLAIM).refine(notMinusZero) satisfies z.ZodType<number>;
