import { isPaid, keyOf } from "@tureen/shared/bill/bill";
import { standing } from "@tureen/shared/bill/voids";
import { CHARGES } from "@tureen/shared/table/document/roots/claims";
import type { LineRef } from "@tureen/shared/table/document/types";
import { createSignal, For, Show } from "solid-js";
import { BillGroups } from "../../bill/BillGroups.tsx";
import { BillTotals } from "../../bill/BillTotals.tsx";
import { WhoPays } from "../../bill/WhoPays.tsx";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { moneyText } from "../../platform/ui/Money.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { AdjustSheet } from "./AdjustSheet.tsx";
import { type Adjusted, type AdjustmentKind, canUndo } from "./adjustment.ts";
import type { BillActions } from "./bill-actions.ts";
import { ChoiceSheet } from "./ChoiceSheet.tsx";
import { EntryItem } from "./EntryItem.tsx";
import { floorBillMessages } from "./messages/messages.ts";
import { PaymentItem } from "./PaymentItem.tsx";
import { type Refundable, RefundSheet } from "./RefundSheet.tsx";
import { TabCard } from "./TabCard.tsx";
import styles from "./TableBillSheet.module.css";
import { TableReceipt } from "./TableReceipt.tsx";
import { TakePayment } from "./TakePayment.tsx";
import type { TableBill } from "./table-bill.ts";

/** A table's bill, what was paid of it and changed about it, and everything staff do about that. */
export function TableBillSheet(props: {
  readonly bill: TableBill;
  readonly table: string;
  readonly actions: BillActions;
  readonly onClose: () => void;
}) {
  const { t } = floorBillMessages;
  const [taking, setTaking] = createSignal(false);
  const [choosing, setChoosing] = createSignal<{ readonly on: LineRef | null }>();
  const [adjusting, setAdjusting] = createSignal<Adjusted>();
  const [refunding, setRefunding] = createSignal<Refundable>();
  const bill = () => props.bill.bill();
  const lineOf = (key: string) => bill().lines.find((line) => keyOf(line) === key);
  const lineAt = (on: LineRef | null) => (on ? lineOf(keyOf(on)) : undefined);
  const payments = () =>
    Object.entries(props.bill.view().payments)
      .flatMap(([key, payment]) => (payment.status === "rejected" ? [] : [{ key, payment }]))
      .sort((a, b) => b.payment.at - a.payment.at);
  const entries = () =>
    Object.entries(props.bill.view().entries)
      .map(([number, entry]) => ({ number: Number(number), entry }))
      .sort((a, b) => b.number - a.number);
  const holding = () => new Set(standing(props.bill.view().entries).map(({ number }) => number));

  function choose(kind: AdjustmentKind): void {
    const on = choosing()?.on ?? null;
    setChoosing(undefined);
    setAdjusting({ kind, on });
  }

  return (
    <Sheet
      open
      onClose={() => props.onClose()}
      title={t("billOf", { table: props.table })}
      height="full"
      footer={
        <Show when={props.bill.isBilled()}>
          <div class={styles.buttons}>
            <Button size="l" onClick={() => setChoosing({ on: null })}>
              {t("change")}
            </Button>
            <Show when={bill().free > 0}>
              <Button
                class={styles.take}
                size="l"
                variant="primary"
                onClick={() => setTaking(true)}
              >
                {t("takeLeft", { price: moneyText(bill().free, bill().currency) })}
              </Button>
            </Show>
          </div>
        </Show>
      }
    >
      <Show
        when={props.bill.isRead()}
        fallback={
          <Show when={props.bill.failure()} fallback={<Skeleton lines={8} />}>
            {(code) => <p class={styles.failure}>{errorSentence(code())}</p>}
          </Show>
        }
      >
        <div class={styles.parts}>
          <Show when={!props.bill.isBilled()}>
            <p>{t("elsewhere")}</p>
          </Show>
          <TabCard bill={props.bill} actions={props.actions} />
          <BillTotals of={props.bill} withTips />
          <WhoPays of={props.bill} people={props.bill.people} />
          <Show when={payments().length > 0}>
            <section>
              <h3 class={styles.title}>{t("payments")}</h3>
              <ul>
                <For each={payments()}>
                  {({ key, payment }) => (
                    <PaymentItem
                      payment={payment}
                      bill={props.bill}
                      onRefund={
                        props.actions.may("manager")
                          ? () => setRefunding({ key, payment })
                          : undefined
                      }
                    />
                  )}
                </For>
              </ul>
            </section>
          </Show>
          <Show when={props.bill.isBilled() && isPaid(bill())}>
            <TableReceipt bill={props.bill} actions={props.actions} />
          </Show>
          <div>
            <BillGroups
              of={props.bill}
              people={props.bill.people}
              nameOf={(line) => line.name}
              onLine={
                props.bill.isBilled()
                  ? (key) => {
                      const line = lineOf(key);
                      // What staff added is undone by its entry, below.
                      if (line && line.order !== CHARGES) setChoosing({ on: line });
                    }
                  : undefined
              }
            />
          </div>
          <Show when={entries().length > 0}>
            <section>
              <h3 class={styles.title}>{t("entries")}</h3>
              <ul>
                <For each={entries()}>
                  {({ number, entry }) => (
                    <EntryItem
                      number={number}
                      entry={entry}
                      bill={props.bill}
                      undone={!holding().has(number) && entry.what.kind !== "reversal"}
                      onUndo={
                        holding().has(number) &&
                        canUndo(entry.what, props.bill.view(), props.actions.may)
                          ? () => setAdjusting({ kind: "reversal", on: null, entry: number })
                          : undefined
                      }
                    />
                  )}
                </For>
              </ul>
            </section>
          </Show>
        </div>
      </Show>
      <Show when={choosing()}>
        {(about) => (
          <ChoiceSheet
            on={lineAt(about().on)}
            bill={props.bill}
            actions={props.actions}
            onChoose={choose}
            onClose={() => setChoosing(undefined)}
          />
        )}
      </Show>
      <Show when={adjusting()}>
        {(about) => (
          <AdjustSheet
            about={about()}
            dish={lineAt(about().on)?.name}
            bill={props.bill}
            actions={props.actions}
            onClose={() => setAdjusting(undefined)}
          />
        )}
      </Show>
      <Show when={taking()}>
        <TakePayment bill={props.bill} actions={props.actions} onClose={() => setTaking(false)} />
      </Show>
      <Show when={refunding()}>
        {(of) => (
          <RefundSheet
            of={of()}
            bill={props.bill}
            actions={props.actions}
            onClose={() => setRefunding(undefined)}
          />
        )}
      </Show>
    </Sheet>
  );
}
