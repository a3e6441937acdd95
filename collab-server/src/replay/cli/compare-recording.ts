/** Where two runs of one session came to something else. Ids and numbers that are given out anew do not count. */

import { firstDifference } from "@tureen/shared/replay/difference";
import type { QueuedConfirm, RecordedOrder, Recording } from "@tureen/shared/replay/recording";
import { stateAt } from "@tureen/shared/replay/state-at";
import { cartOf } from "@tureen/shared/table/document/cart";
import type { SessionView } from "@tureen/shared/table/document/session-document";

/** One thing that is not as it was recorded. */
export interface RecordingDifference {
  /** What, and where in it: "confirm d2-…, lines[0].code". */
  readonly where: string;
  readonly recorded: unknown;
  readonly today: unknown;
}

/** Every confirm's outcome, every order with its changes of status, and what was left on the table. */
export function compareRecordings(recorded: Recording, today: Recording): RecordingDifference[] {
  const differences: RecordingDifference[] = [];
  const compare = (where: string, was: unknown, is: unknown) => {
    const found = firstDifference(was, is);
    if (!found) return;
    const { path, expected, found: value } = found;
    differences.push({
      where: path === "" ? where : `${where}, ${path}`,
      recorded: expected,
      today: value,
    });
  };
  const confirms = new Map(today.confirms.map((queued) => [queued.confirm, queued]));
  for (const queued of recorded.confirms) {
    const { confirm } = queued;
    compare(`confirm ${confirm}`, outcomeOf(queued), outcomeOf(confirms.get(confirm)));
    confirms.delete(confirm);
  }
  for (const queued of confirms.values()) {
    compare(`confirm ${queued.confirm}`, undefined, outcomeOf(queued));
  }
  const orders = new Map(today.orders.map((order) => [order.confirm, order]));
  for (const order of recorded.orders) {
    const again = orders.get(order.confirm);
    compare(`order of confirm ${order.confirm}`, whatOf(order), again && whatOf(again));
  }
  const [was, is] = [recorded, today].map(({ log }) => leftOver(stateAt(log, log.length)));
  compare("the table at the end", was, is);
  return differences;
}

/** What came of a confirm: the decision, or that there was none. */
function outcomeOf(queued: QueuedConfirm | undefined): unknown {
  return queued?.result?.decision ?? queued?.status;
}

/** An order without its id and numbers, and without its voids: a run does no bills. */
function whatOf({ id: _, number: __, lineChanges: ___, history, ...order }: RecordedOrder) {
  return {
    ...order,
    history: history
      .filter(({ moves }) => moves?.length !== 0)
      .map(({ from, to, reason, at }) => ({ from, to, reason, at })),
  };
}

function leftOver(view: SessionView) {
  const { status, answered } = view.session;
  return { cart: cartOf(view), marks: view.marks, diners: view.diners, status, answered };
}
