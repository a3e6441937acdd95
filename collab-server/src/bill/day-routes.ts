import { closeDay } from "@tureen/persistence/bill/fiscal/close-day";
import type { FiscalDeviceOf } from "@tureen/persistence/bill/fiscal/port";
import { readDay } from "@tureen/persistence/bill/read-day";
import {
  type JournalClose,
  type JournalPeriod,
  type JournalRow,
  readCloses,
  readJournal,
  readJournalRange,
} from "@tureen/persistence/bill/read-journal";
import type { Database } from "@tureen/persistence/platform/database";
import { recordActivity } from "@tureen/persistence/platform/record-activity";
import { sharedNow } from "@tureen/persistence/platform/shared-clock";
import { ofRestaurant } from "@tureen/persistence/platform/wire/index";
import type { ActivityAction } from "@tureen/shared/platform/activity-actions";
import { CSV_BOM, csvRow } from "@tureen/shared/platform/csv";
import { TureenError } from "@tureen/shared/platform/errors";
import { CSV_MEDIA_TYPE } from "@tureen/shared/platform/http/media-types";
import { decimalOf } from "@tureen/shared/platform/money";
import type { Logger } from "pino";
import { actorOf, type StaffPrincipal } from "../platform/auth/principals.ts";
import type { ApiContext } from "../platform/http/env.ts";
import { createFileSender } from "../platform/http/file-sender.ts";
import { type Api, route } from "../platform/http/route.ts";
import { dayReportCsv } from "./day-report.ts";

const MAX_RECEIPTS = 50_000;
/** Receipts read at once; what waits for a slow reader is never more. */
const RECEIPTS_AT_ONCE = 200;

const RECEIPT_COLUMNS = [
  ...["receipt", "kind", "at", "business_day", "table", "method", "amount", "tip", "rounding"],
  ...["tax_rate", "gross", "tax", "currency"],
];
const SIGNING_COLUMNS = [
  ...["state", "device", "transaction", "signature", "previous", "signed_at"],
  ...["close", "close_of_day"],
];

interface Deps {
  readonly database: Database;
  /** For what may be a little late: a read replica, where there is one. */
  readonly reports: Database;
  readonly log: Logger;
  readonly fiscalDeviceOf: FiscalDeviceOf;
}

/** One of the files that are made of a period's receipts. */
interface ReceiptsFile {
  readonly name: (slug: string) => string;
  readonly contentType: string;
  readonly action: ActivityAction;
  readonly parts: (last: number) => AsyncGenerator<string>;
}

const CSV_TYPE = `${CSV_MEDIA_TYPE}; charset=utf-8; header=present`;

/** What a business day came to, its close, and the journal of the signing device. */
export function addDayRoutes(api: Api<Deps>): void {
  const { database, reports, log, fiscalDeviceOf } = api.deps;
  const sendFile = createFileSender("file of receipts", log);

  route(api, "readDay", async ({ caller, params }) => {
    const { restaurantId } = caller;
    return readDay(database, { restaurantId, ...params });
  });

  route(api, "closeDay", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    return closeDay(database, { restaurantId, ...params, ...body, by: actorOf(caller), now });
  });

  route(api, "exportDayReport", async ({ caller, params: { date }, context }) => {
    const { restaurantId } = caller;
    const day = await readDay(database, { restaurantId, date });
    return send(
      context,
      caller,
      { restaurantId, from: date, to: date },
      {
        name: (slug) => `day-${slug}-${date}.csv`,
        contentType: CSV_TYPE,
        action: "day.export",
        async *parts() {
          yield dayReportCsv(day);
        },
      },
    );
  });

  route(api, "exportDay", async ({ caller, params: { date }, context }) => {
    const days = { restaurantId: caller.restaurantId, from: date, to: date };
    return send(context, caller, days, {
      name: (slug) => `receipts-${slug}-${date}.csv`,
      contentType: CSV_TYPE,
      action: "day.export",
      parts: (last) => csvParts(days, last, null),
    });
  });

  route(api, "exportJournal", async ({ caller, query, context }) => {
    const days = { restaurantId: caller.restaurantId, ...query };
    return send(context, caller, days, {
      name: (slug) => `journal-${slug}-${query.from}-${query.to}.csv`,
      contentType: CSV_TYPE,
      action: "journal.export",
      async *parts(last) {
        yield* csvParts(days, last, await readCloses(reports, days));
      },
    });
  });

  route(api, "exportJournalJson", async ({ caller, query, context }) => {
    const days = { restaurantId: caller.restaurantId, ...query };
    return send(context, caller, days, {
      name: (slug) => `journal-${slug}-${query.from}-${query.to}.json`,
      contentType: "application/json",
      action: "journal.export",
      parts: (last) => jsonParts(days, last),
    });
  });

  async function send(
    c: ApiContext,
    caller: StaffPrincipal,
    period: JournalPeriod,
    { name, contentType, action, parts }: ReceiptsFile,
  ): Promise<Response> {
    const { restaurantId, from, to } = period;
    const { slug, count, last } = await readJournalRange(reports, period);
    if (count > MAX_RECEIPTS) throw new TureenError("export-too-large");
    return sendFile(c, {
      ...{ restaurantId, contentType, name: name(slug), parts: () => parts(last) },
      record: () =>
        recordActivity(ofRestaurant(database, restaurantId), {
          ...{ restaurantId, sessionId: null, by: actorOf(caller), now: sharedNow(), action },
          details: { from, to, receipts: count },
        }),
    });
  }

  async function* receiptsOf(period: JournalPeriod, last: number): AsyncGenerator<JournalRow[]> {
    for (let after = 0; ; ) {
      const rows = await readJournal(reports, { ...period, after, last, limit: RECEIPTS_AT_ONCE });
      if (rows.length === 0) return;
      yield rows;
      after = rows.at(-1)?.number ?? last;
    }
  }

  async function* csvParts(
    period: JournalPeriod,
    last: number,
    /** For the journal, which has signatures and closes beside the receipts; null without. */
    closes: readonly JournalClose[] | null,
  ): AsyncGenerator<string> {
    yield CSV_BOM + csvRow([...RECEIPT_COLUMNS, ...(closes ? SIGNING_COLUMNS : [])]);
    for await (const rows of receiptsOf(period, last)) {
      yield rows.flatMap((row) => csvRowsOf(row, closes)).join("");
    }
  }

  async function* jsonParts(period: JournalPeriod, last: number): AsyncGenerator<string> {
    const { restaurantId, from, to } = period;
    const { name } = await readJournalRange(reports, period);
    const device = await (await fiscalDeviceOf(restaurantId)).info(restaurantId);
    const closes = await readCloses(reports, period);
    const head = { format: "tureen-journal-1", restaurant: name, restaurantId, from, to, device };
    const listed = closes.map(({ totals, ...close }) => closeText(close, totals)).join(",\n");
    yield `${JSON.stringify(head).slice(0, -1)},\n"closes":[${listed}],\n"receipts":[`;
    let comma = "";
    for await (const rows of receiptsOf(period, last)) {
      yield comma + rows.map(receiptText).join(",\n");
      comma = ",\n";
    }
    yield "]}\n";
  }
}

/** What was signed stands there character by character, so that its digest can be computed again. */
function closeText(close: object, totals: string): string {
  return `${JSON.stringify(close).slice(0, -1)},"totals":${totals}}`;
}

function receiptText({ content, ...row }: JournalRow): string {
  const { number, day, state, device, transaction, signature, previous, signedAt } = row;
  const signing = { state: state ?? "none", device, transaction, signature, previous, signedAt };
  return `${JSON.stringify({ number, day, signing }).slice(0, -1)},"content":${content}}`;
}

/**
 * One row for each tax rate, and one without where there is none. What the receipt as a whole came to
 * stands in its first row only, so that columns can be added up.
 */
function csvRowsOf(row: JournalRow, closes: readonly JournalClose[] | null): string[] {
  // As numbers: what was given back is negative, and a text with a sign would be kept from spreadsheets.
  const money = (minor: number) => Number(decimalOf(minor, row.currency));
  const parts = row.taxes.length > 0 ? row.taxes : [null];
  return parts.map((part, at) => {
    // A receipt for a whole table fills its place among the numbers, and adds nothing.
    const isCounted = at === 0 && row.kind !== "table";
    const whole = isCounted ? [row.amount, row.tip, row.rounding].map(money) : ["", "", ""];
    const taxed = part ? [part.rate / 100, money(part.gross), money(part.tax)] : ["", "", ""];
    return csvRow([
      ...[row.number, row.kind, row.at, row.day, row.table, row.method],
      ...[...whole, ...taxed, row.currency],
      ...(closes ? signingCells(row, closes) : []),
    ]);
  });
}

function signingCells(
  row: JournalRow,
  closes: readonly JournalClose[],
): (string | number | null)[] {
  const { number, kind, state, device, transaction, signature, previous, signedAt } = row;
  // What counts for nothing is in no close.
  const close =
    kind === "table"
      ? undefined
      : closes.find(
          ({ firstReceipt, lastReceipt }) => firstReceipt <= number && number <= lastReceipt,
        );
  return [
    ...[state ?? "none", device, transaction, signature, previous],
    ...[signedAt?.toISOString() ?? null, close?.number ?? null, close?.ofDay ?? null],
  ];
}
