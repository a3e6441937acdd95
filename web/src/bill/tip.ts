import { tipOn } from "./pay-plan.ts";

/** What somebody chose for a tip. Nothing is chosen for them. */
export type Tip =
  | { readonly kind: "none" }
  /** Hundredths of a percent of what is paid. */
  | { readonly kind: "rate"; readonly rate: number }
  /** Null while it is no amount. */
  | { readonly kind: "own"; readonly amount: number | null };

/** What a tip comes to beside an amount. */
export function tipAmount(tip: Tip, base: number): number {
  if (tip.kind === "rate") return tipOn(base, tip.rate);
  return tip.kind === "own" ? (tip.amount ?? 0) : 0;
}
