import { dinersPresent } from "@tureen/shared/bill/shares";
import { Match, Show, Switch } from "solid-js";
import { AmountField } from "../../bill/AmountField.tsx";
import { billMessages } from "../../bill/messages/messages.ts";
import { hasShares } from "../../bill/pay-plan.ts";
import { Money, moneyChangeText, moneyText } from "../../platform/ui/Money.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import { HandedOver } from "./HandedOver.tsx";
import { floorBillMessages } from "./messages/messages.ts";
import styles from "./TakeForm.module.css";
import { TakeShares } from "./TakeShares.tsx";
import type { TableBill } from "./table-bill.ts";
import type { CounterMethod, TakeDraft, TakeKind } from "./take-draft.ts";

const KINDS = ["shares", "even", "amount", "rest"] as const satisfies readonly TakeKind[];

/** As many as a table has seats for. */
const MAX_EVEN = 50;

/** What is paid at the table, how, and with which tip; for cash also the change. */
export function TakeForm(props: { readonly bill: TableBill; readonly draft: TakeDraft }) {
  const { t } = floorBillMessages;
  const draft = () => props.draft;
  const bill = () => props.bill.bill();
  const currency = () => bill().currency;
  const price = (minor: number) => moneyText(minor, currency());
  const methods = () =>
    (["cash", "card"] as const).map((value) => ({
      value,
      label: billMessages.t(`method.${value}`),
    }));
  const kinds = () =>
    KINDS.filter((value) => value !== "shares" || hasShares(props.bill.shares())).map((value) => ({
      value,
      label: t(
        value === "rest" && bill().paid + bill().reserved === 0 ? "kind.all" : `kind.${value}`,
      ),
    }));
  const payers = () => [
    { value: "", label: t("payerNone") },
    ...dinersPresent(props.bill.view()).map((value) => ({
      value,
      label: props.bill.people.nameOf(value),
    })),
  ];
  return (
    <div class={styles.parts}>
      <SegmentedChoice<CounterMethod>
        label={t("method")}
        value={draft().method()}
        options={methods()}
        onChange={(method) => draft().setMethod(method)}
      />
      <SegmentedChoice<TakeKind>
        label={t("kind")}
        value={draft().kind()}
        options={kinds()}
        onChange={(kind) => draft().setKind(kind)}
      />
      <Switch>
        <Match when={draft().kind() === "shares"}>
          <TakeShares bill={props.bill} draft={draft()} />
        </Match>
        <Match when={draft().kind() === "even"}>
          <div class={styles.even}>
            <span>
              {billMessages.t("among")}
              <br />
              <span class={styles.small}>
                {t("evenText", { price: price(draft().plan().amount) })}
              </span>
            </span>
            <Stepper
              value={draft().payers()}
              min={1}
              max={MAX_EVEN}
              onChange={(count) => draft().setPayers(count)}
              label={billMessages.t("among")}
              decreaseLabel={billMessages.t("fewer")}
              increaseLabel={billMessages.t("more")}
            />
          </div>
        </Match>
        <Match when={draft().kind() === "amount"}>
          <AmountField
            label={billMessages.t("amount")}
            currency={currency()}
            error={
              draft().plan().problem === "too-much"
                ? billMessages.t("tooMuch", { price: price(bill().free) })
                : undefined
            }
            onAmount={(amount) => draft().setAmount(amount)}
          />
        </Match>
      </Switch>
      <Show when={draft().kind() !== "shares"}>
        <SegmentedChoice
          label={t("payer")}
          value={draft().payer()}
          options={payers()}
          onChange={(diner) => draft().setPayer(diner)}
        />
      </Show>
      <AmountField
        label={t("tip")}
        currency={currency()}
        emptyIs={0}
        onAmount={(tip) => draft().setTip(tip)}
      />
      <Show when={!draft().plan().problem}>
        <dl class={styles.sums}>
          <Show when={draft().rounding() !== 0}>
            <div>
              <dt>{t("rounding")}</dt>
              <dd class="money">{moneyChangeText(draft().rounding(), currency())}</dd>
            </div>
          </Show>
          <div class={styles.due}>
            <dt>{t("due")}</dt>
            <dd>
              <Money minor={draft().due()} currency={currency()} />
            </dd>
          </div>
        </dl>
        <Show when={draft().method() === "cash"}>
          <HandedOver draft={draft()} currency={currency()} />
        </Show>
      </Show>
    </div>
  );
}
