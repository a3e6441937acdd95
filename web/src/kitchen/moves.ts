import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { nextStatus, previousStatus } from "@tureen/shared/orders/status";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { codeOf } from "../platform/live/api.ts";
import { errorSentence } from "../platform/ui/errors.ts";
import type { Kitchen } from "./create-kitchen.ts";
import { kitchenMessages } from "./messages/messages.ts";
import type { NoticeBoard } from "./notice.ts";
import { MAX_REASON_LENGTH } from "./reason.ts";
import { cancelReasons, isNothingToCook } from "./wanted.ts";

export interface Moves {
  /** One step on; put away, when nothing of it is to be cooked any more. */
  forward(ticket: Ticket): Promise<void>;
  /** One step back. */
  back(ticket: Ticket): Promise<void>;
  cancel(ticket: Ticket, reason: string): Promise<void>;
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
    const code = codeOf(error);
    const number = String(ticket.number);
    if (code !== "order-moved" && code !== "order-move-refused") {
      notices.say({ text: `${t("order", { number })}: ${errorSentence(code)}`, tone: "bad" });
      return;
    }
    try {
      await kitchen.reload();
    } catch {
      // The event stream brings the order's status too; the sentence below then names no status.
    }
    const now = kitchen.board()?.tickets.get(ticket.orderId)?.status;
    const known = now !== undefined && now !== ticket.status;
    const text = known
      ? t("faster", { number, status: t(`status.${now}`) })
      : t("fasterGone", { number });
    notices.say({ text, tone: "plain" });
  }

  return {
    async forward(ticket) {
      if (isNothingToCook(ticket)) {
        const reason = cancelReasons(ticket.lines).join(" · ").slice(0, MAX_REASON_LENGTH);
        await move(ticket, "cancelled", { undo: false, reason });
        return;
      }
      const to = nextStatus(ticket.status);
      if (to) await move(ticket, to, { undo: true });
    },
    async back(ticket) {
      const to = previousStatus(ticket.status);
      if (to) await move(ticket, to, { undo: false });
    },
    cancel: (ticket, reason) => move(ticket, "cancelled", { undo: false, reason }),
  };
}
