import { z } from "zod";
import { MAX_PORTION } from "../../../platform/limits.ts";
import { notMinusZero } from "../fields.ts";
import { DINER } from "../key-forms.ts";
import { dinerRoot } from "../root.ts";

/**
 * How many portions of a line a diner has on one device, by line, diner and device
 * (`d3-k2j9x0a1bc/d5.1z4a`). Everybody's add up; a negative one takes off somebody else's.
 */
export const portions = dinerRoot<number>({
  written: "often",
  key: new RegExp(`^${DINER}-[0-9a-z]{10}/(${DINER})\\.[0-9a-z]{1,5}$`),
});

export const portionSchema = () =>
  z.int().min(-MAX_PORTION).max(MAX_PORTION).refine(notMinusZero) satisfies z.ZodType<number>;
