import { z } from "zod";
import { AT_ONCE } from "../../../menu/courses.ts";
import { MAX_COURSE } from "../../../menu/kitchen-facts.ts";
import type { DinerId } from "../../../platform/identity.ts";
import {
  MAX_LINE_OPTIONS,
  MAX_LINES,
  MAX_LINES_PER_DINER,
  MAX_NOTE_LENGTH,
  MAX_OPTION_VALUES,
  RESERVED_LINES_PER_DINER,
} from "../../../platform/limits.ts";
import { isCleanText } from "../../../platform/text.ts";
import { time, uuid, whose } from "../fields.ts";
import { DINER } from "../key-forms.ts";
import { dinerRoot } from "../root.ts";

/**
 * The values chosen in one option of a dish, one as often as it is wanted; menu ids. Without any nothing
 * is chosen, while an option that a line does not name stands at the menu's defaults (../../choices.ts).
 */
export interface LineOption {
  readonly option: string;
  readonly values: readonly string[];
}

/** A dish somebody put in the cart. Written once by the diner in its key, never edited. */
export interface Line {
  /** Menu item id. */
  readonly item: string;
  readonly options: readonly LineOption[];
  readonly note: string;
  /** A diner id, or "table" to share. */
  readonly for: DinerId | "table";
  readonly at: number;
  /** The course to bring it with, or `AT_ONCE` (menu/courses.ts); left out: the dish's own. */
  readonly course?: number | undefined;
}

/** Dishes in the cart, by line id (`d3-k2j9x0a1bc`). */
export const lines = dinerRoot<Line>({
  written: "once",
  key: new RegExp(`^(${DINER})-[0-9a-z]{10}$`),
  share: { table: MAX_LINES, diner: MAX_LINES_PER_DINER, reserved: RESERVED_LINES_PER_DINER },
});

export const lineSchema = () =>
  z.strictObject({
    item: uuid,
    options: z
      .array(z.strictObject({ option: uuid, values: z.array(uuid).max(MAX_OPTION_VALUES) }))
      .max(MAX_LINE_OPTIONS),
    note: z.string().max(MAX_NOTE_LENGTH).refine(isCleanText),
    for: whose,
    at: time,
    course: z.int().min(AT_ONCE).max(MAX_COURSE).optional(),
  }) satisfies z.ZodType<Line>;
