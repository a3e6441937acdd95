import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { LineMove } from "@tureen/shared/orders/line-move";
import { nextStatus } from "@tureen/shared/orders/status";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { call, codeOf } from "../platform/live/api.ts";
import { randomUuid } from "../platform/random-uuid.ts";
import { errorSentence } from "../platform/ui/errors.ts";
import { tableName } from "../staff/words.ts";
import { backTo, fireMoves, heldCourses } from "./courses.ts";
import type { Kitchen } from "./create-kitchen.ts";
import { lineName } from "./line-name.ts";
import { kitchenMessages } from "./messages/messages.ts";
import type { Notice, NoticeBoard } from "./notice.ts";
import { isCooked, movesTo, reversed, statusOfLine } from "./progress.ts";
import { MAX_REASON_LENGTH } from "./reason.ts";
import { cancelReasons, isNothingToCook } from "./wanted.ts";

/** Each for a ticket as a screen shows it: a station moves its own lines. */
export interface Moves {
  /** One step on; put away, when nothing of it is to be cooked any more. */
  forward(ticket: Ticket): Promise<void>;
  /** One step back. */
  back(ticket: Ticket): Promise<void>;
  /** Has a course of a ticket's table made, on all its tickets. */
  fire(ticket: Ticket, course: number): void;
  /** Dishes that are as far as each other are cooked, or are not after all. */
  tick(ticket: Ticket, lines: readonly Ticket["lines"][number][]): void;
  cancel(ticket: Ticket, reason: string): Promise<void>;
  /** Takes portions of a dish off the order and its bill. */
  cancelDish(
    ticket: Ticket,
    line: Ticket["lines"][number],
    portions: number,
    reason: string,
  ): Promise<void>;
}

/** Whether somebody else had moved an order before. */
function isOvertaken(error: unknown): boolean {
  return ["order-moved", "order-move-refused"].includes(codeOf(error));
}

/** Why an order did not move, and how far it is now, where that says why. */
export function refusalNotice(order: number, error: unknown, now: OrderStatus | undefined): Notice {
  const { t } = kitchenMessages;
  const number = String(order);
  if (!isOvertaken(error)) {
    return { text: `${t("order", { number })}: ${errorSentence(codeOf(error))}`, tone: "bad" };
  }
  const text = now
    ? t("faster", { number, status: t(`status.${now}`) })
    : t("fasterGone", { number });
  return { text, tone: "plain" };
}

/** What a cook does with orders, each with its notice: what happened, and how to take it back. */
export function makeMoves(kitchen: Kitchen, notices: NoticeBoard): Moves {
  const { t } = kitchenMessages;

  async function move(ticket: Ticket, to: OrderStatus, how: { undo: boolean; reason?: string }) {
    // It is on its way already, and what comes of that is told there.
    if (kitchen.busy().has(ticket.orderId)) return;
    const { number } = ticket;
    try {
      await kitchen.move(ticket, to, how.reason);
    } catch (error) {
      await explain(ticket, error);
      return;
    }
    const text = t("moved", { number: String(number), status: t(`status.${to}`) });
    const undo = () => void move({ ...ticket, status: to }, ticket.status, { undo: false });
    notices.say({ text, tone: "plain", ...(how.undo ? { undo } : {}) });
  }

  async function explain(ticket: Ticket, error: unknown): Promise<void> {
    if (isOvertaken(error)) {
      try {
        await kitchen.reload();
      } catch {
        // The event stream brings the order's status too; the sentence below then names no status.
      }
    }
    const now = kitchen.board()?.tickets.get(ticket.orderId)?.status;
    notices.say(refusalNotice(ticket.number, error, now === ticket.status ? undefined : now));
  }

  /** The whole order, of which a station shows a part. */
  const wholeOf = (ticket: Ticket) => kitchen.board()?.tickets.get(ticket.orderId) ?? ticket;

  async function moveTo(ticket: Ticket, to: OrderStatus, way: "on" | "back", undo: boolean) {
    // A server that does not say how far lines are moves orders only.
    if (to === "cancelled" || ticket.lines.some(({ status }) => status === undefined)) {
      await move(wholeOf(ticket), to, { undo });
      return;
    }
    const moves = movesTo(ticket, to, way);
    if (moves.length === 0) return;
    const { orderId, number } = ticket;
    kitchen.bumps.add({ orderId, number, moves });
    const text = t("moved", { number: String(number), status: t(`status.${to}`) });
    const takeBack = () => kitchen.bumps.add({ orderId, number, moves: reversed(moves) });
    notices.say({ text, tone: "plain", ...(undo ? { undo: takeBack } : {}) });
  }

  return {
    async forward(ticket) {
      const whole = wholeOf(ticket);
      if (isNothingToCook(whole)) {
        const reason = cancelReasons(whole.lines).join(" · ").slice(0, MAX_REASON_LENGTH);
        await move(whole, "cancelled", { undo: false, reason });
        return;
      }
      const to = isNothingToCook(ticket) ? "served" : nextStatus(ticket.status);
      if (to) await moveTo(ticket, to, "on", true);
    },
    async back(ticket) {
      const to = backTo(ticket);
      if (to) await moveTo(ticket, to, "back", false);
    },
    fire({ sessionId, table }, course) {
      const at = kitchen.now();
      const all = [...(kitchen.shown()?.tickets.values() ?? [])];
      const bumps = all
        .filter((each) => each.sessionId === sessionId)
        .map((each) => ({
          ...{ orderId: each.orderId, number: each.number, at },
          moves: fireMoves(each, course),
        }))
        .filter(({ moves }) => moves.length > 0);
      const name = all.flatMap(heldCourses).find(({ number }) => number === course)?.name ?? "";
      for (const bump of bumps) kitchen.bumps.add(bump);
      if (bumps.length === 0) return;
      const undo = () => {
        for (const { at: _, ...bump } of bumps) {
          kitchen.bumps.add({ ...bump, moves: reversed(bump.moves) });
        }
      };
      const text = t("fired", { course: name, table: tableName(table) });
      notices.say({ text, tone: "plain", undo });
    },
    tick(ticket, lines) {
      const { orderId, number, status } = ticket;
      const moves = lines.flatMap((line): LineMove[] => {
        const to = isCooked(line, status) ? "preparing" : "ready";
        return line.id === undefined
          ? []
          : [{ line: line.id, from: statusOfLine(line, status), to }];
      });
      if (moves.length > 0) kitchen.bumps.add({ orderId, number, moves });
    },
    async cancelDish({ orderId, number }, line, portions, reason) {
      const once = randomUuid();
      const params = { orderId, line: line.id ?? "" };
      try {
        await call("voidInKitchen", { params, body: { once, portions, reason } });
      } catch (error) {
        notices.say(refusalNotice(number, error, undefined));
        return;
      }
      const what = { number: String(number), count: String(portions), dish: lineName(line) };
      notices.say({ text: t("dishCancelled", what), tone: "plain" });
    },
    cancel: (ticket, reason) => move(wholeOf(ticket), "cancelled", { undo: false, reason }),
  };
}
