import type { Payment } from "@tureen/shared/table/document/types";
import { createSignal, Show } from "solid-js";
import { AmountField } from "../../bill/AmountField.tsx";
import { locale } from "../../platform/i18n/locale.ts";
import { randomUuid } from "../../platform/random-uuid.ts";
import { amountText } from "../../platform/ui/amount-text.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import type { BillActions } from "./bill-actions.ts";
import { floorBillMessages } from "./messages/messages.ts";
import { ReasonField } from "./ReasonField.tsx";
import { RefundDishes } from "./RefundDishes.tsx";
import styles from "./RefundSheet.module.css";
import { createRefundDraft } from "./refund-draft.ts";
import type { TableBill } from "./table-bill.ts";

export interface Refundable {
  readonly key: string;
  readonly payment: Payment;
}

/** Gives a payment back: a sum, all of it unless less is typed, or dishes that it paid for. */
export function RefundSheet(props: {
  readonly of: Refundable;
  readonly bill: TableBill;
  readonly actions: BillActions;
  readonly onClose: () => void;
}) {
  const { t } = floorBillMessages;
  const once = randomUuid();
  const held = () => props.of.payment.amount - props.of.payment.refunded;
  const heldTip = () => props.of.payment.tip - props.of.payment.tipRefunded;
  const [by, setBy] = createSignal<"sum" | "dishes">("sum");
  const dishes = () => props.bill.dishesOf(props.of.payment.id);
  const draft = createRefundDraft(dishes);
  const [typed, setTyped] = createSignal<number | null>(held());
  const [typedTip, setTip] = createSignal<number | null>(heldTip());
  const isByDish = () => by() === "dishes";
  const amount = () => (isByDish() ? (draft.refund()?.amount ?? null) : typed());
  const tip = () => (isByDish() ? 0 : typedTip());
  const currency = () => props.bill.bill().currency;
  const [reason, setReason] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const price = (minor: number) => moneyText(minor, currency());
  const sum = () => (amount() ?? 0) + (tip() ?? 0);
  const isReady = () => {
    const [of, ofTip] = [amount(), tip()];
    if (of === null || ofTip === null || reason().trim() === "") return false;
    return of <= held() && ofTip <= heldTip() && of + ofTip > 0;
  };

  async function refund(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!isReady() || busy()) return;
    setBusy(true);
    const lines = isByDish() ? { lines: [...draft.wanted()] } : {};
    const given = { amount: amount() ?? 0, tip: tip() ?? 0 };
    const body = { once, ...given, ...lines, reason: reason().trim() };
    const answer = await props.actions.refund(props.of.payment.id, body);
    setBusy(false);
    if (!answer) return;
    toast(t("refunded", { price: price(given.amount + given.tip) }), {
      tone: "good",
      icon: "check",
    });
    props.onClose();
  }

  const field = (
    label: string,
    most: number,
    now: () => number | null,
    set: (amount: number | null) => void,
  ) => (
    <AmountField
      label={label}
      currency={currency()}
      start={amountText(most, currency(), locale())}
      emptyIs={0}
      error={(now() ?? 0) > most ? label : undefined}
      onAmount={set}
    />
  );

  return (
    <Sheet
      open
      onClose={() => props.onClose()}
      title={t("refundTitle")}
      description={t("refundText")}
    >
      <form class={styles.form} onSubmit={(event) => void refund(event)}>
        <Show when={dishes().length > 0}>
          <SegmentedChoice<"sum" | "dishes">
            label={t("refundWhat")}
            value={by()}
            options={(["sum", "dishes"] as const).map((value) => ({
              value,
              label: t(`refundBy.${value}`),
            }))}
            onChange={setBy}
          />
        </Show>
        <Show
          when={isByDish()}
          fallback={
            <>
              {field(t("refundOf", { price: price(held()) }), held(), typed, setTyped)}
              <Show when={heldTip() > 0}>
                {field(t("refundTip", { price: price(heldTip()) }), heldTip(), typedTip, setTip)}
              </Show>
            </>
          }
        >
          <RefundDishes
            lines={dishes()}
            draft={draft}
            view={props.bill.view()}
            currency={currency()}
          />
          <Show when={sum() > held()}>
            <p class={styles.tooMuch} role="status">
              {t("refundOf", { price: price(held()) })}
            </p>
          </Show>
        </Show>
        <Show when={sum() > props.bill.bill().overpaid}>
          <p class={styles.opens}>{t("refundOpens")}</p>
        </Show>
        <ReasonField of="refund" value={reason()} onChange={setReason} />
        <Button type="submit" variant="danger" size="l" wide busy={busy()} disabled={!isReady()}>
          {t("refundGo", { price: price(sum()) })}
        </Button>
      </form>
    </Sheet>
  );
}
