import { z } from "zod";
import { LINE_STATUSES } from "../table/document/order-status.ts";

/** One line of an order that went from one status to another. */
export const lineMove = z.object({
  line: z.string(),
  from: z.enum(LINE_STATUSES),
  to: z.enum(LINE_STATUSES),
});

export type LineMove = Readonly<z.infer<typeof lineMove>>;
