import { z } from "zod";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { CSV_MEDIA_TYPE } from "../platform/http/media-types.ts";

/** A quarter of a year: what an accountant asks for. */
export const MAX_EXPORT_DAYS = 92;
const DAY_MS = 24 * 60 * 60_000;

export const ORDER_ENDPOINTS = {
  exportOrders: {
    kind: "file",
    method: "get",
    path: "/api/staff/orders.csv",
    auth: "manager",
    summary: "Every dish of every order of some days, as CSV",
    description:
      "The days are business days in the restaurant's time zone, both included, at most " +
      `${MAX_EXPORT_DAYS}. UTF-8 with a byte order mark; texts that spreadsheets would run as ` +
      "formulas are preceded by an apostrophe.",
    query: z
      .object({ from: z.iso.date(), to: z.iso.date() })
      .refine(({ from, to }) => from <= to, { path: ["to"], message: "lies before the first day" })
      .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MAX_EXPORT_DAYS * DAY_MS, {
        path: ["to"],
        message: `lies more than ${MAX_EXPORT_DAYS} days after the first day`,
      }),
    mediaType: CSV_MEDIA_TYPE,
    content: "One row a dish, with a header",
  },
} as const satisfies Record<string, Endpoint>;
