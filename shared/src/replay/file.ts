/**
 * The file of a recorded session (`.tureen`): two lines of text.
 *
 * 1. The head, JSON: `{"format":"tureen-evening","version":1,"sha256":"…"}`. Every version has these
 *    three fields, so that every version can tell a file that is newer than itself.
 * 2. The body, JSON: a Recording (recording.ts) with each update in base64. `sha256` is the digest of
 *    this line's bytes, in hexadecimal.
 *
 * Self-contained: the log, every menu version it refers to as it was, what each confirm was decided
 * from and its outcome, every order and change of status. Without personal data unless `names` is
 * there; notes to the kitchen are part of the log and stay in it.
 */
import { z } from "zod";
import { paymentRecord } from "../bill/decision-record.ts";
import { recordedEntry } from "../bill/ledger.ts";
import { availabilitySchema, menuSchema } from "../menu/menu-schema.ts";
import { taxPartSchema } from "../menu/tax-part.ts";
import { decisionClockSchema } from "../menu/timing/timing-schema.ts";
import type { DecisionRecord } from "../orders/decision-record.ts";
import { LINE_CHANGES } from "../orders/line-change.ts";
import { lineMove } from "../orders/line-move.ts";
import { fromBase64, toBase64 } from "../platform/base64.ts";
import { DINER_ID, SESSION_STATUSES } from "../platform/identity.ts";
import { sha256Hex } from "../platform/sha256.ts";
import { ORDER_STATUSES } from "../table/document/order-status.ts";
import { orderCourseSchema } from "../table/document/roots/orders.ts";
import { REJECTION_CODES } from "../table/document/roots/receipts.ts";
import { ReplayError } from "./errors.ts";
import type { RecordedOrder, Recording } from "./recording.ts";

export const RECORDING_FORMAT = "tureen-evening";
/** Goes up with every change that an earlier reader would misunderstand. */
export const RECORDING_VERSION = 1;
/** A log of 4 MiB, which is the most a session takes, in base64, with its menus and orders. */
export const MAX_RECORDING_BYTES = 64 * 1024 * 1024;

const id = z.string().min(1).max(64);
const diner = z.string().regex(DINER_ID);
const time = z.int().min(0);
const money = z.int();
const sessionStatus = z.enum(SESSION_STATUSES);
const orderStatus = z.enum(ORDER_STATUSES);

const shares = z.record(diner, z.int().min(1));
const orderLineFields = {
  line: id,
  item: id,
  name: z.string(),
  note: z.string(),
  for: z.union([diner, z.literal("table")]),
  quantity: z.int().min(1),
  unitPrice: money,
  shares,
  tax: z.array(taxPartSchema()).optional(),
  course: orderCourseSchema().optional(),
};
/** A line of an order as the document has it. */
export const orderLine = z.object({ ...orderLineFields, choices: z.array(z.string()) });

const lineRejection = z.discriminatedUnion("code", [
  z.object({ line: id, code: z.literal("withdrawn"), left: z.int() }),
  z.object({ line: id, code: z.literal("already-ordered"), left: z.int() }),
  z.object({ line: id, code: z.literal("price-changed"), seen: money, now: money }),
  z.object({ line: id, code: z.literal("sold-out"), left: z.int() }),
  z.object({ line: id, code: z.literal("not-served") }),
  z.object({ line: id, code: z.literal("off-menu") }),
  z.object({ line: id, code: z.literal("options-changed") }),
]);
const rejection = {
  ok: z.literal(false),
  code: z.enum(REJECTION_CODES),
  lines: z.array(lineRejection),
};

const decisionRecord = z.object({
  seq: z.int().min(0),
  sessionStatus,
  menuVersion: z.int().min(1),
  availability: availabilitySchema(id),
  arrivedAt: time,
  maxAgeMs: z.int().min(0),
  clock: decisionClockSchema.optional(),
  due: money.optional(),
  decision: z.union([
    z.object({
      ok: z.literal(true),
      lines: z.array(orderLine),
      total: money,
    }),
    z.object(rejection),
  ]),
  receipt: z.union([
    z.object({ ok: z.literal(true), order: id, number: z.int(), at: time }),
    z.object({ ...rejection, at: time }),
  ]),
}) satisfies z.ZodType<DecisionRecord>;

/** Checks the `result` of a queue row; null for none, and for one that is not a decision's record. */
export function parseDecisionRecord(json: unknown): DecisionRecord | null {
  const result = decisionRecord.safeParse(json);
  return result.success ? result.data : null;
}

/** A committed order, as Postgres holds it. */
export const recordedOrder = z.object({
  id,
  confirm: id,
  number: z.int(),
  diner,
  menuVersion: z.int(),
  currency: z.string(),
  total: money,
  placedAt: time,
  status: orderStatus,
  statusAt: time,
  reason: z.string().nullable(),
  lines: z.array(
    z.object({
      ...orderLineFields,
      allergens: z.array(z.string()),
      chosen: z.array(
        z.object({
          option: id,
          optionName: z.string(),
          value: id,
          valueName: z.string(),
          priceDelta: money,
        }),
      ),
    }),
  ),
  history: z.array(
    z.object({
      event: z.int(),
      from: orderStatus.nullable(),
      to: orderStatus,
      by: z.union([diner, z.literal("staff"), z.literal("server")]),
      reason: z.string().nullable(),
      at: time,
      moves: z.array(lineMove).optional(),
    }),
  ),
  lineChanges: z
    .array(
      z.object({
        event: z.int(),
        line: id,
        change: z.enum(LINE_CHANGES),
        portions: z.int().min(1),
        entry: z.int().min(1),
        reason: z.string().nullable(),
        at: time,
      }),
    )
    .optional(),
}) satisfies z.ZodType<RecordedOrder>;

const body = z.object({
  session: id,
  restaurant: id,
  table: z.string(),
  status: sessionStatus,
  openedAt: time,
  endedAt: time.nullable(),
  head: z.int().min(0),
  logKept: z.boolean(),
  log: z.array(
    z.object({
      seq: z.int().min(1),
      author: z.union([diner, z.literal("server")]),
      at: time,
      update: z.base64(),
    }),
  ),
  menus: z.array(menuSchema(id)),
  confirms: z.array(
    z.object({
      confirm: id,
      status: z.enum(["pending", "done", "failed"]),
      arrivedAt: time,
      payload: z.unknown(),
      result: decisionRecord.nullable(),
    }),
  ),
  orders: z.array(recordedOrder),
  wishes: z
    .array(
      z.object({
        wish: id,
        status: z.enum(["pending", "done", "failed"]),
        arrivedAt: time,
        payload: z.unknown(),
        result: paymentRecord.nullable(),
      }),
    )
    .optional(),
  ledger: z.array(recordedEntry).optional(),
  names: z.record(diner, z.string().nullable()).optional(),
});

const head = z.object({
  format: z.literal(RECORDING_FORMAT),
  version: z.int().min(1),
  sha256: z.string(),
});

/** Log entries in one piece of `recordingBody`: well under a millisecond's work. */
const ENTRIES_PER_PIECE = 200;

/** A recording as the content of a file. Leaves names out unless `withNames`. */
export function formatRecording(
  recording: Recording,
  { withNames = false }: { readonly withNames?: boolean } = {},
): string {
  const line = [...recordingBody(recording, { withNames })].join("");
  return `${recordingHead(sha256Hex(line))}${line}\n`;
}

/** A file's first line, line break included. */
export function recordingHead(sha256: string): string {
  return `${JSON.stringify({ format: RECORDING_FORMAT, version: RECORDING_VERSION, sha256 })}\n`;
}

/**
 * A file's second line in pieces, without its line break, for a writer that has other things to do
 * in between.
 */
export function* recordingBody(
  recording: Recording,
  { withNames = false }: { readonly withNames?: boolean } = {},
): Generator<string> {
  const { names, log, ...facts } = recording;
  const rest = { ...facts, ...(withNames && names ? { names: { ...names } } : {}) };
  yield `${JSON.stringify(rest satisfies Omit<Recording, "log">).slice(0, -1)},"log":[`;
  for (let from = 0; from < log.length; from += ENTRIES_PER_PIECE) {
    const entries = log
      .slice(from, from + ENTRIES_PER_PIECE)
      .map((entry) => JSON.stringify({ ...entry, update: toBase64(entry.update) }));
    yield `${from === 0 ? "" : ","}${entries.join(",")}`;
  }
  yield "]}";
}

/**
 * Reads a file's content. Throws ReplayError: "file-foreign" for something else, "file-newer" for a
 * later version's, "file-damaged" when it is not what was written.
 */
export function parseRecording(text: string): Recording {
  const end = text.indexOf("\n");
  const parsedHead = head.safeParse(parseJson(end === -1 ? text : text.slice(0, end)));
  if (!parsedHead.success) throw new ReplayError("file-foreign");
  const { version, sha256 } = parsedHead.data;
  if (version > RECORDING_VERSION) {
    throw new ReplayError("file-newer", `version ${version}, this one reads ${RECORDING_VERSION}`);
  }
  const line = text.slice(end + 1).replace(/\n$/, "");
  if (end === -1 || sha256Hex(line) !== sha256) {
    throw new ReplayError("file-damaged", "its checksum does not match");
  }
  const parsed = body.safeParse(parseJson(line));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new ReplayError("file-damaged", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { log, ...rest } = parsed.data;
  return { ...rest, log: log.map((entry) => ({ ...entry, update: fromBase64(entry.update) })) };
}

/** Undefined for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
