import { z } from "zod";
import { MAX_STATIONS } from "../menu/kitchen-facts.ts";
import type { Endpoint } from "../platform/http/endpoint.ts";
import { id, nothing, time } from "../platform/http/fields.ts";
import { isName } from "../platform/text.ts";
import {
  MAX_PRINTER_NAME,
  MAX_PRINTER_PORT,
  MIN_PRINTER_PORT,
  PAPER_DOTS,
  PRINT_KINDS,
  PRINT_STATES,
  PRINTER_KINDS,
  PRINTER_LANGUAGES,
  PRINTER_TROUBLES,
  type Printer,
  type TroubledPrinter,
} from "./printers.ts";

const name = z
  .string()
  .trim()
  .min(1)
  .max(MAX_PRINTER_NAME)
  .refine(isName, { message: "holds characters that cannot be shown, or none that can" });
/** A host's name or address; whether it may be connected to is for the worker to say. */
const host = z
  .string()
  .trim()
  .min(1)
  .max(253)
  .regex(/^[0-9A-Za-z:._-]+$/);
const port = z.int().min(MIN_PRINTER_PORT).max(MAX_PRINTER_PORT);

/** What of a printer can be set, whatever its kind. */
const settings = {
  name,
  stations: z.array(id).max(MAX_STATIONS).describe("Whose dishes it prints; none: whole tickets"),
  fallback: id.nullable().describe("Takes over while this one cannot print"),
  dots: z.literal([...PAPER_DOTS]).describe("Across the paper: 384 of 58 mm, 576 of 80 mm"),
  language: z.enum(PRINTER_LANGUAGES),
};

export const printer = z.object({
  ...{ id, name: z.string(), kind: z.enum(PRINTER_KINDS) },
  host: z.string().nullable(),
  port: z.int().nullable(),
  stations: z.array(z.string()),
  fallback: z.string().nullable(),
  dots: settings.dots,
  language: settings.language,
  on: z.boolean(),
  trouble: z.enum(PRINTER_TROUBLES).nullable(),
  troubleSince: time.nullable(),
  waiting: z.int().describe("Slips that are not on paper yet"),
}) satisfies z.ZodType<Printer>;

/** A slip as managers see it. */
export const printJob = z.object({
  id,
  printer: id.describe("The printer it is for"),
  at: id.describe("The printer that prints it: another one where it was handed on"),
  kind: z.enum(PRINT_KINDS),
  state: z.enum(PRINT_STATES),
  copy: z.boolean().describe("Whether it says that it may be on paper already"),
  event: z.int().nullable().describe("The kitchen's event that it tells; null for a test"),
  order: z.int().nullable().describe("Number of the order; null for a test"),
  table: z.string().nullable(),
  createdAt: time,
  printedAt: time.nullable(),
});

export type PrintJob = Readonly<z.infer<typeof printJob>>;

export const troubledPrinter = z.object({
  ...{ id, name: z.string(), trouble: z.enum(PRINTER_TROUBLES), since: time, waiting: z.int() },
}) satisfies z.ZodType<TroubledPrinter>;

/** What every change of the printers answers. */
const printersNow = z.object({
  printers: z.array(printer),
  jobs: z.array(printJob).describe("Slips of the last hours, the latest first"),
});
const byPrinter = z.object({ printerId: id });

export const PRINTER_ENDPOINTS = {
  readPrinterTroubles: {
    kind: "json",
    method: "get",
    path: "/api/kitchen/printers/troubles",
    auth: "kitchen",
    summary: "Printers that somebody has to look after",
    answer: z.object({ troubled: z.array(troubledPrinter) }),
  },
  listPrinters: {
    kind: "json",
    method: "get",
    path: "/api/kitchen/printers",
    auth: "manager",
    summary: "The kitchen's printers and what they print",
    answer: printersNow,
  },
  addPrinter: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/printers",
    auth: "manager",
    summary: "Set up a printer; it prints what happens from now on",
    body: z
      .object({
        kind: z.enum(PRINTER_KINDS),
        ...settings,
        host: host.optional().describe("Of a printer that is reached over TCP"),
        port: port.optional(),
      })
      .refine(
        ({ kind, ...at }) =>
          (kind === "escpos") === (at.host !== undefined) &&
          (kind === "escpos") === (at.port !== undefined),
        { message: "a printer over TCP has a host and a port, another one has neither" },
      ),
    answer: printersNow.extend({
      path: z
        .string()
        .nullable()
        .describe("What a printer that asks us is told to ask; never shown again"),
    }),
  },
  changePrinter: {
    kind: "json",
    method: "patch",
    path: "/api/kitchen/printers/{printerId}",
    auth: "manager",
    summary: "Change a printer; one that is turned on again prints what happens from then on",
    params: byPrinter,
    body: z
      .object({ ...settings, host, port, on: z.boolean() })
      .partial()
      .refine((body) => Object.values(body).some((value) => value !== undefined), {
        message: "changes nothing",
      }),
    answer: printersNow,
  },
  removePrinter: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/printers/{printerId}/remove",
    auth: "manager",
    summary: "Remove a printer with the slips that wait for it",
    params: byPrinter,
    body: nothing,
    answer: printersNow,
  },
  testPrinter: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/printers/{printerId}/test",
    auth: "manager",
    summary: "Print a test slip",
    params: byPrinter,
    body: nothing,
    answer: printersNow,
  },
  handOnPrints: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/printers/{printerId}/hand-on",
    auth: "manager",
    summary: "Have the fallback print what waits for a printer, now",
    params: byPrinter,
    body: nothing,
    answer: printersNow,
  },
  printAgain: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/prints/{jobId}/again",
    auth: "manager",
    summary: "Print a slip once more, marked as a copy",
    params: z.object({ jobId: id }),
    body: nothing,
    answer: printersNow,
  },
  dropPrint: {
    kind: "json",
    method: "post",
    path: "/api/kitchen/prints/{jobId}/drop",
    auth: "manager",
    summary: "Give up a slip that is not on paper yet",
    params: z.object({ jobId: id }),
    body: nothing,
    answer: printersNow,
  },
} as const satisfies Record<string, Endpoint>;
