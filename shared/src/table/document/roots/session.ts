import { z } from "zod";
import type { DinerId, SessionStatus } from "../../../platform/identity.ts";
import { currency, time } from "../fields.ts";
import { serverRoot } from "../root.ts";
import { type BillTerms, termsSchema } from "./terms.ts";

/** Facts of the session itself; each field is one key of the root `session`. */
export interface SessionFacts {
  readonly table: string;
  readonly status: SessionStatus;
  readonly currency: string;
  readonly menuVersion: number;
  readonly openedAt: number;
  /** When the session ends without further activity, as last written; activity moves it on. */
  readonly expiresAt: number;
  /** When staff answered a diner's call, by diner; a call is open when its mark is younger. */
  readonly answered: Readonly<Record<DinerId, number>>;
  /** How its bill is made; missing where the restaurant does its bills elsewhere. */
  readonly terms?: BillTerms;
}

type SessionHappening =
  | { readonly kind: "opened"; readonly table: string }
  | { readonly kind: "answered"; readonly diner: DinerId }
  | { readonly kind: "ended"; readonly status: "closed" | "expired" };

/** Facts of the session itself, by the name of the field. */
export const session = serverRoot<SessionFacts[keyof SessionFacts], SessionHappening>({
  tell({ key, before, after }) {
    if (key === "table" && before === undefined) return [{ kind: "opened", table: String(after) }];
    if (key === "status" && (after === "closed" || after === "expired")) {
      return [{ kind: "ended", status: after }];
    }
    if (key !== "answered") return [];
    const [was, is] = [before, after] as (SessionFacts["answered"] | undefined)[];
    return Object.keys(is ?? {})
      .filter((diner) => was?.[diner] !== is?.[diner])
      .map((diner) => ({ kind: "answered", diner }));
  },
});

/** All its keys together. */
export const sessionSchema = () =>
  z.strictObject({
    table: z.string(),
    status: z.enum(["active", "closed", "expired"]),
    currency,
    menuVersion: z.int().min(1),
    openedAt: time,
    expiresAt: time,
    answered: z.record(z.string(), time),
    terms: termsSchema().optional(),
  }) satisfies z.ZodType<SessionFacts>;
