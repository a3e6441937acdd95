import { openRounds } from "@tureen/shared/bill/rounds";
import { createMemo, For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import type { DinerBill } from "./bill-context.ts";
import { payMessages } from "./messages/messages.ts";
import styles from "./RoundList.module.css";

/** The orders that can be paid one by one, where the restaurant wants it. */
export function RoundList(props: {
  readonly bill: DinerBill;
  readonly onPay: (order: string) => void;
}) {
  const { t } = payMessages;
  const rounds = createMemo(() => openRounds(props.bill.view(), props.bill.bill()));
  const wanted = () => props.bill.bill().terms.rounds;
  const canPay = () => props.bill.online() && props.bill.open() === undefined;
  return (
    <Show when={wanted() !== undefined && rounds().length > 0}>
      <section>
        <h3 class={styles.title}>{t("rounds")}</h3>
        <Show when={wanted() === "required"}>
          <p class={styles.hint}>{t("roundsRequired")}</p>
        </Show>
        <ul>
          <For each={rounds()}>
            {({ order, number, free }) => (
              <li class={styles.row}>
                <span class={styles.name}>{t("round", { number })}</span>
                <Money minor={free} currency={props.bill.bill().currency} />
                <Show when={canPay()}>
                  <Button
                    aria-label={t("payRoundLabel", { number })}
                    onClick={() => props.onPay(order)}
                  >
                    {t("payRound")}
                  </Button>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
