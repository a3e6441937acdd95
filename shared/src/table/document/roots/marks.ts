import { z } from "zod";
import type { DinerId } from "../../../platform/identity.ts";
import { time } from "../fields.ts";
import { DINER } from "../key-forms.ts";
import { type Changed, dinerRoot } from "../root.ts";

/** What a diner signals to the table and the staff. */
export interface Mark {
  readonly ready: boolean;
  readonly call: "none" | "waiter" | "bill";
  readonly at: number;
}

/** What a diner signalled that they had not signalled before. */
export type MarkChange = "ready" | "choosing" | "call-waiter" | "call-bill" | "call-over";

interface Marked {
  readonly kind: "marked";
  readonly diner: DinerId;
  readonly mark: MarkChange;
}

/** What each diner signals, by diner id. An accepted one is seen on the floor. */
export const marks = dinerRoot<Mark, Marked>({
  written: "often",
  key: new RegExp(`^(${DINER})$`),
  tell: ({ key: diner, before, after }) =>
    after ? changesOf(before, after).map((mark) => ({ kind: "marked", diner, mark })) : [],
  doneAt: ({ at }) => at,
});

export const markSchema = () =>
  z.strictObject({
    ready: z.boolean(),
    call: z.enum(["none", "waiter", "bill"]),
    at: time,
  }) satisfies z.ZodType<Mark>;

function changesOf(before: Changed<Mark>["before"], after: Mark): MarkChange[] {
  const changes: MarkChange[] = [];
  if ((before?.ready ?? false) !== after.ready) changes.push(after.ready ? "ready" : "choosing");
  const called = before?.call ?? "none";
  // The same call again, later, is another call: the first may have been answered.
  if (after.call !== "none" && (called !== after.call || before?.at !== after.at)) {
    if (called !== after.call || changes.length === 0) changes.push(`call-${after.call}`);
  } else if (after.call === "none" && called !== "none") changes.push("call-over");
  return changes;
}
