import { z } from "zod";
import type { DinerId } from "../../../platform/identity.ts";
import { seat } from "../fields.ts";
import { serverRoot } from "../root.ts";

/** A diner's place at the table. No names: those are personal and live outside the log. */
export interface Diner {
  readonly seat: number;
  /** Index into the palette of seat colours. */
  readonly colour: number;
  /** Opened the table, or was the first to join one that staff opened. */
  readonly host: boolean;
  /** No longer at the table (left or removed); their keys stay, their writes are refused. */
  readonly gone?: boolean;
}

type CameOrWent =
  | { readonly kind: "joined"; readonly diner: DinerId; readonly host: boolean }
  | { readonly kind: "left"; readonly diner: DinerId };

/** Everybody who ever sat at the table, by diner id. */
export const diners = serverRoot<Diner, CameOrWent>({
  tell({ key: diner, before, after }) {
    const told: CameOrWent[] = [];
    if (!before && after) told.push({ kind: "joined", diner, host: after.host });
    if (after?.gone && !before?.gone) told.push({ kind: "left", diner });
    return told;
  },
});

export const dinerSchema = () =>
  z.strictObject({
    seat,
    colour: z.int().min(0),
    host: z.boolean(),
    gone: z.boolean().optional(),
  }) satisfies z.ZodType<Diner>;
