import {
  type OrderLineRow,
  type OrderPeriod,
  readOrderLines,
  readOrderRange,
} from "@tureen/persistence/orders/read-order-lines";
import type { Database } from "@tureen/persistence/platform/database";
import { recordActivity } from "@tureen/persistence/platform/record-activity";
import { ofRestaurant } from "@tureen/persistence/platform/wire/index";
import { CSV_BOM, csvRow } from "@tureen/shared/platform/csv";
import { TureenError } from "@tureen/shared/platform/errors";
import { CSV_MEDIA_TYPE } from "@tureen/shared/platform/http/media-types";
import { decimalOf } from "@tureen/shared/platform/money";
import type { Logger } from "pino";
import { type Api, route } from "../platform/http/route.ts";

const MAX_ORDERS = 50_000;
/** Orders read at once; what waits for a slow reader is never more. */
const ORDERS_AT_ONCE = 200;
/** Exports of one restaurant under way at once. */
const MAX_AT_ONCE = 2;

const COLUMNS = [
  ...["order", "placed_at", "table", "status", "status_at", "cancel_reason", "ordered_by"],
  ...["line", "dish", "options", "note", "for", "quantity", "unit_price", "line_total", "currency"],
];

interface Deps {
  readonly database: Database;
  /** For what may be a little late: a read replica, where there is one. */
  readonly reports: Database;
  readonly log: Logger;
}

/** Every dish of every order of some days, as a file for spreadsheets. */
export function addOrderExport(api: Api<Deps>): void {
  const { database, reports, log } = api.deps;
  const underWay = new Map<string, number>();

  route(api, "exportOrders", async ({ caller, query: days, context: c }) => {
    const { restaurantId, userId } = caller;
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
