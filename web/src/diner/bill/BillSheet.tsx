import { isPaid, keyOf } from "@tureen/shared/bill/bill";
import { createMemo, createSignal, Show } from "solid-js";
import { BillGroups } from "../../bill/BillGroups.tsx";
import { BillTotals } from "../../bill/BillTotals.tsx";
import { billMark } from "../../bill/bill-mark.ts";
import { billMessages } from "../../bill/messages/messages.ts";
import { WhoPays } from "../../bill/WhoPays.tsx";
import { learnBillEndpoints } from "../../platform/live/bill-endpoints.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { useTable } from "../table/context.ts";
import { AskWaiter } from "./AskWaiter.tsx";
import { BillActions } from "./BillActions.tsx";
import styles from "./BillSheet.module.css";
import { createDinerBill } from "./bill-context.ts";
import { ClaimSheet } from "./ClaimSheet.tsx";
import { HostPays } from "./HostPays.tsx";
import { payMessages } from "./messages/messages.ts";
import { OpenPayment } from "./OpenPayment.tsx";
import { PaySheet } from "./PaySheet.tsx";
import { ReceiptList } from "./ReceiptList.tsx";
import { RoundList } from "./RoundList.tsx";
import { TabCard } from "./TabCard.tsx";
import { TableReceipt } from "./TableReceipt.tsx";

learnBillEndpoints();

/** The bill of the table on a guest's phone: what it is made of, who pays what, and the way to pay. */
export function BillSheet(props: { readonly onClose: () => void }) {
  const { t } = payMessages;
  const { session, receipts } = useTable();
  const bill = createDinerBill(session);
  const [claiming, setClaiming] = createSignal<string>();
  /** What is paid: anything of the bill, or one order by itself. */
  const [paying, setPaying] = createSignal<{ readonly round?: string }>();
  const claimed = () => bill.shares().lines.find(({ line }) => keyOf(line) === claiming());
  const mark = createMemo(() => billMark(bill.view()));
  /** It stands where it can be asked for. */
  const hasTableReceipt = () => isPaid(bill.bill()) && receipts.table()?.mark === mark();
  const hasLines = () => bill.bill().lines.length > 0;

  return (
    <Sheet
      open
      onClose={props.onClose}
      title={billMessages.t("title")}
      height="full"
      footer={hasLines() && <BillActions bill={bill} onPay={() => setPaying({})} />}
    >
      <div class={styles.parts}>
        <Show when={session.link() !== "online"}>
          <p class={styles.notice} role="status">
            <Icon name="cloudOff" size={20} />
            {t("offline")}
          </p>
        </Show>
        <Show when={bill.open()}>
          {(own) => <OpenPayment own={own()} onGoOn={() => setPaying({})} />}
        </Show>
        <TabCard bill={bill} />
        <Show when={hasLines() && bill.bill().balance > 0}>
          <p class={styles.hint}>{t("tapHint")}</p>
        </Show>
        <div>
          <BillGroups
            of={bill}
            people={bill.people}
            nameOf={bill.nameOf}
            choicesOf={bill.choicesOf}
            onLine={setClaiming}
          />
        </div>
        <HostPays bill={bill} />
        <RoundList bill={bill} onPay={(round) => setPaying({ round })} />
        <Show when={hasLines()}>
          <BillTotals of={bill} />
          <WhoPays of={bill} people={bill.people} />
          <Show when={bill.online() && bill.bill().balance > 0}>
            <AskWaiter primary={false} />
          </Show>
        </Show>
        <Show when={session.view().session.terms && isPaid(bill.bill())}>
          <TableReceipt mark={mark()} />
        </Show>
        <ReceiptList
          own={receipts.own()}
          table={hasTableReceipt() ? undefined : receipts.table()}
          currency={bill.bill().currency}
        />
      </div>
      <Show when={claimed()}>
        {(shared) => (
          <ClaimSheet bill={bill} shared={shared()} onClose={() => setClaiming(undefined)} />
        )}
      </Show>
      <Show when={paying()}>
        {(what) => (
          <PaySheet
            bill={bill}
            receipts={receipts.own()}
            round={what().round}
            onClose={() => setPaying(undefined)}
          />
        )}
      </Show>
    </Sheet>
  );
}
