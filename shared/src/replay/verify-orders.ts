/** What can still be proven of a session whose log is no longer kept: its orders against their decisions. */
import { firstDifference, type ValueDifference } from "./difference.ts";
import { isStep } from "./order-steps.ts";
import type { RecordedOrder, Recording } from "./recording.ts";
import type { Difference, DifferenceCode } from "./verdict.ts";

/** The first order that is not what was decided, or whose history does not lead to its status. */
export function compareWithDecisions({ confirms, orders }: Recording): Difference | null {
  const rows = new Map(orders.map((order) => [order.confirm, order]));
  for (const { confirm, result } of confirms) {
    if (!result?.receipt.ok || !result.decision.ok) continue;
    const { receipt, decision, menuVersion } = result;
    const where = `order #${receipt.number}`;
    const order = rows.get(confirm);
    if (!order) return { code: "order-missing", where };
    rows.delete(confirm);
    const { order: id, number, at: placedAt } = receipt;
    const decided = {
      id,
      number,
      placedAt,
      menuVersion,
      total: decision.total,
      lines: decision.lines,
    };
    const difference =
      at("order-differs", where, firstDifference(decided, asDecided(order))) ??
      at("history-differs", where, historyDifference(order));
    if (difference) return difference;
  }
  const [stray] = rows.values();
  return stray ? { code: "order-unknown", where: `order #${stray.number}` } : null;
}

function at(code: DifferenceCode, where: string, found: ValueDifference | null): Difference | null {
  if (!found) return null;
  const { path, ...values } = found;
  return { code, where: `${where}, ${path}`, ...values };
}

/** The order's columns that the decision knows, in its form. */
function asDecided({ id, number, placedAt, menuVersion, total, lines }: RecordedOrder) {
  return {
    ...{ id, number, placedAt, menuVersion, total },
    lines: lines.map(({ allergens: _, chosen, ...line }) => ({
      ...line,
      choices: chosen.map((choice) => choice.valueName),
    })),
  };
}

function historyDifference({ history, ...order }: RecordedOrder): ValueDifference | null {
  let status: RecordedOrder["status"] | null = null;
  for (const [i, change] of history.entries()) {
    const { from, to } = change;
    const path = `history[${i}]`;
    if (from !== status) return { path: `${path}.from`, expected: status, found: from };
    if (!isStep(change)) return { path: `${path}.to`, expected: "a move of an order", found: to };
    status = to;
  }
  const last = history.findLast(({ from, to }) => from !== to);
  const told = { status: last?.to, statusAt: last?.at, reason: last?.reason ?? null };
  const { statusAt, reason } = order;
  return firstDifference(told, { status: order.status, statusAt, reason });
}
