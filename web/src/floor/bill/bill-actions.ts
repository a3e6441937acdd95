import type { Adjusting } from "@tureen/shared/bill/endpoints";
import type { Answer, Body } from "@tureen/shared/endpoints";
import { mayAct, type StaffRole } from "@tureen/shared/platform/roles";
import { call, codeOf } from "../../platform/live/api.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { floorBillMessages } from "./messages/messages.ts";
import { refusalText } from "./refusal.ts";
import type { TableBill } from "./table-bill.ts";

/**
 * What staff do about a bill. Each call carries an id that was made when its form was opened: however
 * often it is sent, it is done once. Failures are told here, and the bill is read again after each.
 */
export interface BillActions {
  /** Whether the member of staff may do what needs this role. */
  may(needs: StaffRole): boolean;
  adjust(once: string, what: Adjusting, reason: string): Promise<boolean>;
  take(body: Body<"takePayment">): Promise<Answer<"takePayment"> | undefined>;
  /** Has the card that is down charged with what was seen, or given back for 0. */
  closeTab(amount: number): Promise<Answer<"closeTab"> | undefined>;
  refund(
    paymentId: string,
    body: Body<"refundPayment">,
  ): Promise<Answer<"refundPayment"> | undefined>;
  /** The receipt for the whole table: the same one until the bill changes. */
  issueReceipt(): Promise<Answer<"issueTableReceipt"> | undefined>;
}

export function makeBillActions(
  bill: TableBill,
  role: StaffRole,
  endedBy: (error: unknown) => boolean,
): BillActions {
  async function change<T>(run: (sessionId: string) => Promise<T>): Promise<T | undefined> {
    const sessionId = bill.sessionId();
    if (sessionId === undefined) return undefined;
    let answer: T | undefined;
    try {
      answer = await run(sessionId);
    } catch (error) {
      if (!endedBy(error)) toast(refusalText(codeOf(error)), { tone: "bad", icon: "alert" });
    }
    await bill.refresh();
    return answer;
  }

  return {
    may: (needs) => mayAct(role, needs),
    async adjust(once, what, reason) {
      const answer = await change((sessionId) =>
        call("adjustBill", { params: { sessionId }, body: { once, what, reason } }),
      );
      if (answer) toast(floorBillMessages.t("applied"), { tone: "good", icon: "check" });
      return answer !== undefined;
    },
    take: (body) => change((sessionId) => call("takePayment", { params: { sessionId }, body })),
    closeTab: (amount) =>
      change((sessionId) => call("closeTab", { params: { sessionId }, body: { amount } })),
    refund: (paymentId, body) =>
      change(() => call("refundPayment", { params: { paymentId }, body })),
    issueReceipt: () =>
      change((sessionId) => call("issueTableReceipt", { params: { sessionId }, body: {} })),
  };
}
