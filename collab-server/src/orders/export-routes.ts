import {
  type OrderLineRow,
  type OrderPeriod,
  readOrderLines,
  readOrderRange,
} from "@tureen/persistence/orders/read-order-lines";
import type { Database } from "@tureen/persistence/platform/database";
import { recordActivity } from "@tureen/persistence/platform/record-activity";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import { ofRestaurant } from "@tureen/persistence/platform/wire/index";
import { CSV_BOM, csvRow } from "@tureen/shared/platform/csv";
import { TureenError } from "@tureen/shared/platform/errors";
import { CSV_MEDIA_TYPE } from "@tureen/shared/platform/http/media-types";
import { decimalOf } from "@tureen/shared/platform/money";
import type { Logger } from "pino";
import { createFileSender } from "../platform/http/file-sender.ts";
import { type Api, route } from "../platform/http/route.ts";

const MAX_ORDERS = 50_000;
/** Orders read at once; what waits for a slow reader is never more. */
const ORDERS_AT_ONCE = 200;

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
  const send = createFileSender("export of orders", log);

  route(api, "exportOrders", async ({ caller, query: days, context }) => {
    const { restaurantId, userId } = caller;
    const wanted = { restaurantId, ...days };
    const range = await readOrderRange(reports, wanted);
    if (!range) throw new TureenError("restaurant-unknown");
    const { slug, count, last } = range;
    if (count > MAX_ORDERS) throw new TureenError("export-too-large");
    return send(context, {
      restaurantId,
      name: `orders-${slug}-${days.from}-${days.to}.csv`,
      contentType: `${CSV_MEDIA_TYPE}; charset=utf-8; header=present`,
      record: () =>
        recordActivity(ofRestaurant(database, restaurantId), {
          ...{ restaurantId, sessionId: null, by: { kind: "staff", id: userId } },
          ...{ action: "orders.export", details: { ...days, orders: count }, now: sharedNow() },
        }),
      parts: () => csvParts(reports, { ...wanted, last }),
    });
  });
}

async function* csvParts(
  reports: Database,
  wanted: OrderPeriod & { readonly last: number },
): AsyncGenerator<string> {
  yield CSV_BOM + csvRow(COLUMNS);
  for (let after = 0; ; ) {
    const rows = await readOrderLines(reports, { ...wanted, after, limit: ORDERS_AT_ONCE });
    const last = rows.at(-1);
    if (!last) return;
    yield rows.map(rowOf).join("");
    after = last.number;
  }
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
