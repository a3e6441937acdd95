import type { DayTotals } from "@tureen/shared/bill/endpoints";
import { CSV_BOM, csvRow } from "@tureen/shared/platform/csv";
import { decimalOf } from "@tureen/shared/platform/money";

const COLUMNS = [
  ...["part", "close", "close_of_day", "what", "count", "undone", "amount", "tax", "tips"],
  ...["rounding", "currency"],
];

type Sums = DayTotals["unclosed"];
type Cell = string | number | null;

/**
 * A day's report as a file, a figure in each row: what the day came to; the same of each close of it,
 * by number, and of what came after the last; the changes of bills; the tables that are open. Rows of
 * the closes and of what came after them add up to those of the day.
 */
export function dayReportCsv(day: DayTotals): string {
  const money = (minor: number) => Number(decimalOf(minor, day.currency));
  const row = (
    part: string,
    what: string,
    cells: {
      readonly close?: readonly [number, number];
      readonly count?: number;
      readonly undone?: number;
      readonly amounts?: readonly (number | null)[];
    },
  ) => {
    const { close = [null, null], count = null, undone = null, amounts = [] } = cells;
    const sums = [0, 1, 2, 3].map((at): Cell => {
      const amount = amounts[at] ?? null;
      return amount === null ? null : money(amount);
    });
    return csvRow([part, ...close, what, count, undone, ...sums, day.currency]);
  };
  const sumRows = (part: string, sums: Sums, close?: readonly [number, number]) => [
    row(part, "sales", {
      ...(close && { close }),
      ...{ count: sums.receipts, amounts: [sums.sales, null, sums.tips, sums.rounding] },
    }),
    row(part, "refunds", { ...(close && { close }), count: sums.refunds }),
    ...sums.taxes.map(({ rate, gross, tax }) =>
      row(`${part}-tax`, String(rate / 100), { ...(close && { close }), amounts: [gross, tax] }),
    ),
    ...sums.means.map(({ method, payments, amount, tips, rounding }) =>
      row(`${part}-means`, method, {
        ...(close && { close }),
        ...{ count: payments, amounts: [amount, null, tips, rounding] },
      }),
    ),
  ];
  return [
    CSV_BOM + csvRow(COLUMNS),
    ...sumRows("day", day),
    ...day.closes.flatMap((close) => sumRows("close", close, [close.number, close.ofDay])),
    ...(day.closes.length > 0 && day.unclosed.receipts > 0
      ? sumRows("unclosed", day.unclosed)
      : []),
    ...day.adjustments.map(({ kind, times, undone, amount }) =>
      row("change", kind, { ...{ count: times, undone, amounts: [amount] } }),
    ),
    ...day.open.flatMap(({ table, total, balance }) => [
      row("open", table, { amounts: [total] }),
      row("open-balance", table, { amounts: [balance] }),
    ]),
  ].join("");
}
