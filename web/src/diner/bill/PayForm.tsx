import { Match, Show, Switch } from "solid-js";
import { AmountField } from "../../bill/AmountField.tsx";
import { billMessages } from "../../bill/messages/messages.ts";
import type { PayChoice } from "../../bill/pay-plan.ts";
import { TipChoice } from "../../bill/TipChoice.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import type { DinerBill } from "./bill-context.ts";
import { payMessages } from "./messages/messages.ts";
import styles from "./PayForm.module.css";
import { PayShares } from "./PayShares.tsx";
import { PaySums } from "./PaySums.tsx";
import type { PayDraft } from "./pay-choice.ts";

/** As many as a table has seats for. */
const MAX_EVEN = 50;

/** How somebody chooses what to pay, with what it comes to at every moment. */
export function PayForm(props: {
  readonly bill: DinerBill;
  readonly draft: PayDraft;
  /** The order that is paid, when it is paid by itself. */
  readonly round: string | undefined;
  /** What it came to before others changed it. */
  readonly was: number | undefined;
}) {
  const { t } = payMessages;
  const bill = () => props.bill.bill();
  const currency = () => bill().currency;
  const draft = () => props.draft;
  const number = () => props.bill.view().orders[props.round ?? ""]?.number ?? 0;
  const left = () => moneyText(bill().free, currency());
  const kinds = () =>
    (["shares", "even", "amount", "rest"] as const).map((value) => ({
      value,
      label: t(
        value === "rest" && bill().paid + bill().reserved === 0 ? "kind.all" : `kind.${value}`,
      ),
    }));
  return (
    <div class={styles.parts}>
      <Show when={props.round === undefined}>
        <SegmentedChoice<PayChoice["kind"]>
          label={t("payTitle")}
          hideLabel
          value={draft().kind()}
          options={kinds()}
          onChange={(kind) => draft().setKind(kind)}
        />
      </Show>
      <Switch>
        <Match when={draft().kind() === "shares"}>
          <PayShares bill={props.bill} draft={draft()} />
        </Match>
        <Match when={draft().kind() === "even"}>
          <div class={styles.even}>
            <span class={styles.text}>
              {draft().payers() === 1
                ? t("evenAll", { left: left() })
                : t("evenText", { count: draft().payers(), left: left() })}
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
            label={t("amountLabel", { left: left() })}
            currency={currency()}
            error={
              draft().plan().problem === "too-much"
                ? billMessages.t("tooMuch", { price: left() })
                : undefined
            }
            onAmount={(amount) => draft().setAmount(amount)}
          />
        </Match>
        <Match when={draft().kind() === "round"}>
          <p class={styles.text}>{t("roundText", { number: number() })}</p>
        </Match>
        <Match when={draft().kind() === "rest"}>
          <p class={styles.text}>{t("restText")}</p>
        </Match>
      </Switch>
      <Show
        when={draft().plan().problem === undefined}
        fallback={
          <Show when={draft().kind() !== "amount"}>
            <p class={styles.text}>
              {bill().free === 0 && bill().reserved > 0 ? t("beingPaid") : t("nothing")}
            </p>
          </Show>
        }
      >
        <TipChoice
          value={draft().tip()}
          base={draft().plan().amount}
          rates={bill().terms.tips}
          currency={currency()}
          onChange={(tip) => draft().setTip(tip)}
        />
        <PaySums
          amount={draft().plan().amount}
          tip={draft().tipMinor()}
          was={props.was}
          currency={currency()}
        />
      </Show>
    </div>
  );
}
