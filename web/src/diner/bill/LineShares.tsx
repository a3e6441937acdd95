import { keyOf } from "@tureen/shared/bill/bill";
import { lengthOf } from "@tureen/shared/bill/ranges";
import type { SharedLine } from "@tureen/shared/bill/shares";
import { For, Show } from "solid-js";
import { PayerBadge } from "../../bill/PayerBadge.tsx";
import { Person } from "../../bill/Person.tsx";
import { portionsText } from "../../bill/portions.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import type { DinerBill } from "./bill-context.ts";
import styles from "./LineShares.module.css";
import { payMessages } from "./messages/messages.ts";

/** Who pays how much of a dish as things stand, and whether more of it was taken than there is. */
export function LineShares(props: { readonly bill: DinerBill; readonly shared: SharedLine }) {
  const { t } = payMessages;
  const currency = () => props.bill.bill().currency;
  const payers = () => props.bill.facts().get(keyOf(props.shared.line))?.payers ?? [];
  const free = () => lengthOf(props.shared.unclaimed.ranges);
  return (
    <section>
      <h3 class={styles.title}>{t("claimNow")}</h3>
      <Show when={props.shared.contested}>
        <p class={styles.contested} role="status">
          <Icon name="alert" size={20} />
          {t("contestedText")}
        </p>
      </Show>
      <ul>
        <For each={payers()}>
          {(payer) => (
            <li class={styles.row}>
              <Show when={payer.diner}>
                {(diner) => <Person diner={diner()} people={props.bill.people} named />}
              </Show>
              <PayerBadge payer={payer} live={lengthOf(props.shared.line.live)} />
            </li>
          )}
        </For>
        <For each={props.shared.shares}>
          {({ diner, of, ranges, amount, claimed }) => (
            <li class={styles.row}>
              <Person diner={diner} people={props.bill.people} named />
              <Show when={of !== diner}>
                <span>{t("treatFor", { name: props.bill.people.nameOf(of) })}</span>
              </Show>
              <span class={styles.part}>{portionsText(lengthOf(ranges))}</span>
              <Show when={!claimed}>
                <span class={styles.part}>
                  {t(of === props.bill.people.me ? "claimUnsaidOwn" : "claimUnsaid")}
                </span>
              </Show>
              <Money minor={amount} currency={currency()} />
            </li>
          )}
        </For>
        <Show when={free() > 0}>
          <li class={styles.row}>
            <span class={styles.free}>{t("claimFree", { parts: portionsText(free()) })}</span>
            <Money minor={props.shared.unclaimed.amount} currency={currency()} />
          </li>
        </Show>
      </ul>
    </section>
  );
}
