import { z } from "zod";
import type { DinerId } from "../../../platform/identity.ts";
import { minor } from "../fields.ts";
import { DINER } from "../key-forms.ts";
import { dinerRoot } from "../root.ts";

/** What a host pays for each of the others. */
export interface Treat {
  /** In minor units, without tips; null: all that is theirs, 0: nothing (any more). */
  readonly limit: number | null;
}

interface Treated {
  readonly kind: "treated";
  readonly diner: DinerId;
  readonly limit: number | null;
}

/** What the host pays for the others, by the host's diner id. Who pays what of the bill follows (bill/shares.ts). */
export const treats = dinerRoot<Treat, Treated>({
  written: "often",
  key: new RegExp(`^(${DINER})$`),
  hostOnly: true,
  tell: ({ key: diner, before, after }) =>
    after && before?.limit !== after.limit ? [{ kind: "treated", diner, limit: after.limit }] : [],
});

export const treatSchema = () =>
  z.strictObject({ limit: minor.nullable() }) satisfies z.ZodType<Treat>;
