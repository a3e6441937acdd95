import { maxTip } from "@tureen/shared/bill/decide";
import type { Answer } from "@tureen/shared/endpoints";
import { createSignal, Show } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { randomUuid } from "../../platform/random-uuid.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money, moneyText } from "../../platform/ui/Money.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import type { BillActions } from "./bill-actions.ts";
import { floorBillMessages } from "./messages/messages.ts";
import { TakeForm } from "./TakeForm.tsx";
import styles from "./TakePayment.module.css";
import type { TableBill } from "./table-bill.ts";
import { createTakeDraft } from "./take-draft.ts";

/** What was taken, to be told after the form is gone. */
interface Taken {
  readonly answer: Answer<"takePayment">;
  readonly due: number;
  readonly change: number;
}

/** Takes money in cash or by the card machine; then says the change and shows the receipt. */
export function TakePayment(props: {
  readonly bill: TableBill;
  readonly actions: BillActions;
  readonly onClose: () => void;
}) {
  const { t } = floorBillMessages;
  const once = randomUuid();
  const draft = createTakeDraft(props.bill);
  const [busy, setBusy] = createSignal(false);
  const [taken, setTaken] = createSignal<Taken>();
  const currency = () => props.bill.bill().currency;
  const price = (minor: number) => moneyText(minor, currency());
  const isReady = () => {
    const tip = draft.tip();
    if (draft.plan().problem || tip === null) return false;
    if (tip > maxTip(draft.plan().amount, currency())) return false;
    const handed = draft.handed();
    return draft.method() !== "cash" || handed === null || handed >= draft.due();
  };

  async function record(): Promise<void> {
    if (!isReady() || busy()) return;
    setBusy(true);
    const { mode, covers, payers, amount } = draft.plan();
    const [due, tip, handed] = [draft.due(), draft.tip() ?? 0, draft.handed()];
    const method = draft.method();
    const body = {
      once,
      method,
      payer: draft.by(),
      mode,
      covers: [...covers],
      payers,
      amount,
      tip,
    };
    const answer = await props.actions.take(body);
    setBusy(false);
    if (!answer) return;
    const change = method === "cash" && handed !== null ? handed - due : 0;
    setTaken({ answer, due: answer.amount + tip + answer.rounding, change });
  }

  return (
    <Sheet
      open
      onClose={() => props.onClose()}
      title={t("take")}
      footer={
        <Show
          when={taken()}
          fallback={
            <Button
              variant="primary"
              size="l"
              wide
              busy={busy()}
              disabled={!isReady()}
              onClick={() => void record()}
            >
              {draft.plan().problem ? t("recordPlain") : t("record", { price: price(draft.due()) })}
            </Button>
          }
        >
          <Button variant="primary" size="l" wide onClick={() => props.onClose()}>
            {t("done")}
          </Button>
        </Show>
      }
    >
      <Show when={taken()} fallback={<TakeForm bill={props.bill} draft={draft} />}>
        {(done) => (
          <div class={styles.taken} role="status">
            <p class={styles.recorded}>
              <Icon name="check" size={28} />
              {t("recorded", { price: price(done().due) })}
            </p>
            <Show when={done().change > 0}>
              <p class={styles.change}>
                <span>{t("changeBack")}</span>
                <Money minor={done().change} currency={currency()} />
              </p>
            </Show>
            <a
              class={styles.link}
              href={`/r/${done().answer.token}`}
              target="_blank"
              rel="noopener"
            >
              <Icon name="receipt" size={20} />
              {billMessages.t("receipt", { number: String(done().answer.receipt) })}
            </a>
          </div>
        )}
      </Show>
    </Sheet>
  );
}
