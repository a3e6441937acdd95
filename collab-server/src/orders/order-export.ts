import {
  type OrderLineRow,
  type OrderPeriod,
  readOrderLines,
  readOrderRange,
} from "@tureen/persistence/orders/read-order-lines";
import type { Database } from "@tureen/persistence/platform/database";
import { recordActivity } from "@tureen/persistence/platform/record-activity";
import { ofRestaurant } from "@tureen/persistence/platform/wire/restaurant-scope";
import { ORDERS_CSV_PATH } from "@tureen/shared/http/endpoints";
import { CSV_BOM, csvRow } from "@tureen/shared/platform/csv";
import { TureenError } from "@tureen/shared/platform/errors";
import { CSV_MEDIA_TYPE } from "@tureen/shared/platform/http/answers";
import { decimalOf } from "@tureen/shared/platform/money";
import type { Logger } from "pino";
import { z } from "zod";
import { errorBody } from "../platform/http/errors.ts";
import { type Api, authenticate, securityOf } from "../platform/http/route.ts";

/** A quarter of a year: what an accountant asks for. */
const MAX_DAYS = 92;
const MAX_ORDERS = 50_000;
/** Orders read at once; what waits for a slow reader is never more. */
const ORDERS_AT_ONCE = 200;
/** Exports of one restaurant under way at once. */
const MAX_AT_ONCE = 2;
const DAY_MS = 24 * 60 * 60_000;

const period = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "lies before the first day" })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MAX_DAYS * DAY_MS, {
    path: ["to"],
    message: `lies more than ${MAX_DAYS} days after the first day`,
  });

const COLUMNS = [
  ...["order", "placed_at", "table", "status", "status_at", "cancel_reason", "ordered_by"],
  ...["line", "dish", "options", "note", "for", "quantity", "unit_price", "line_total", "currency"],
];

/** Every dish of every order of some days, as a file for spreadsheets. */
export function addOrderExport({ app, deps }: Api): void {
  const { database, reports, log } = deps;
  const underWay = new Map<string, number>();
  const error = { content: { "application/json": { schema: errorBody } } };
  app.openAPIRegistry.registerPath({
    method: "get",
    path: ORDERS_CSV_PATH,
    summary: "Every dish of every order of some days, as CSV",
    description:
      "For staff with the role manager or above. The days are business days in the " +
      `restaurant's time zone, both included, at most ${MAX_DAYS}. UTF-8 with a byte order mark; texts that ` +
      "spreadsheets would run as formulas are preceded by an apostrophe.",
    tags: ["staff"],
    security: securityOf("manager"),
    request: { query: period },
    responses: {
      200: { description: "The file", content: { "text/csv": { schema: z.string() } } },
      400: { description: "The days are wrong", ...error },
      401: { description: "Not signed in", ...error },
      403: { description: "Not allowed", ...error },
      413: { description: "Too many orders", ...error },
      503: { description: "Too many at once, or cannot serve now", ...error },
    },
  });
  app.get(ORDERS_CSV_PATH, async (c) => {
    c.set("route", ORDERS_CSV_PATH);
    const { restaurantId, userId } = await authenticate(deps, c, "manager");
    const days = readPeriod(c.req.query());
    const wanted = { restaurantId, ...days };
    const range = await readOrderRange(reports, wanted);
    if (!range) throw new TureenError("restaurant-unknown");
    if (range.count > MAX_ORDERS) throw new TureenError("export-too-large");
    c.header("content-type", `${CSV_MEDIA_TYPE}; charset=utf-8; header=present`);
    // The slug is letters and digits, the days are dates: nothing here can end the quotes.
    const name = `orders-${range.slug}-${days.from}-${days.to}.csv`;
    c.header("content-disposition", `attachment; filename="${name}"`);
    if (c.req.method === "HEAD") return c.body(null);

    const others = underWay.get(restaurantId) ?? 0;
    if (others >= MAX_AT_ONCE) throw new TureenError("overloaded", { retryAfterS: 10 });
    underWay.set(restaurantId, others + 1);
    let over = false;
    const done = () => {
      if (over) return;
      over = true;
      const left = (underWay.get(restaurantId) ?? 1) - 1;
      if (left > 0) underWay.set(restaurantId, left);
      else underWay.delete(restaurantId);
    };
    try {
      await recordActivity(ofRestaurant(database, restaurantId), {
        ...{ restaurantId, sessionId: null, by: { kind: "staff", id: userId } },
        ...{ action: "orders.export", details: { ...days, orders: range.count }, now: new Date() },
      });
    } catch (failure) {
      done();
      throw failure;
    }
    return c.body(streamLines(reports, log, { ...wanted, last: range.last }, done));
  });
}

function readPeriod(query: Record<string, string>): z.infer<typeof period> {
  const result = period.safeParse(query);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new TureenError("field-invalid", {
    field: issue?.path.join(".") ?? "from",
    detail: issue?.message ?? "is wrong",
  });
}

/** Reads as fast as it is read; `done` is called once, however it ends. */
function streamLines(
  reports: Database,
  log: Logger,
  wanted: OrderPeriod & { readonly last: number },
  done: () => void,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let after = 0;
  return new ReadableStream(
    {
      start(controller) {
        controller.enqueue(encoder.encode(CSV_BOM + csvRow(COLUMNS)));
      },
      async pull(controller) {
        try {
          const rows = await readOrderLines(reports, { ...wanted, after, limit: ORDERS_AT_ONCE });
          const last = rows.at(-1);
          if (last) {
            after = last.number;
            controller.enqueue(encoder.encode(rows.map(rowOf).join("")));
            return;
          }
          done();
          controller.close();
        } catch (failure) {
          const { restaurantId } = wanted;
          log.warn({ restaurantId, err: failure }, "export of orders broken off");
          done();
          // The download fails: half a file must not look like a whole one.
          controller.error(failure);
        }
      },
      cancel: done,
    },
    { highWaterMark: 0 },
  );
}

function rowOf(line: OrderLineRow): string {
  const money = (minor: number) => decimalOf(minor, line.currency);
  return csvRow([
    ...[line.number, line.placedAt, line.table, line.status, line.statusAt, line.cancelReason],
    ...[line.orderedBy, line.position, line.dish, line.choices.join(" | "), line.note, line.for],
    ...[line.quantity, money(line.unitPrice), money(line.unitPrice * line.quantity)],
    line.currency,
  ]);
}
