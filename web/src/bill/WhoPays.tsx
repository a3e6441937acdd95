import { heldOf, paymentsOf } from "@tureen/shared/bill/bill";
import { For, Show } from "solid-js";
import { Badge } from "../platform/ui/Badge.tsx";
import { Money, moneyText } from "../platform/ui/Money.tsx";
import type { LiveBill } from "./live-bill.ts";
import { billMessages } from "./messages/messages.ts";
import { Person } from "./Person.tsx";
import { ofNoDish } from "./pay-plan.ts";
import type { BillPeople } from "./people.ts";
import styles from "./WhoPays.module.css";

/** Each person with what they still owe, have paid and are paying; and what is nobody's or of no dish. */
export function WhoPays(props: { readonly of: LiveBill; readonly people: BillPeople }) {
  const { t } = billMessages;
  const currency = () => props.of.bill().currency;
  const treatText = (minor: number) => {
    const host = props.of.shares().treat?.host;
    const price = moneyText(minor, currency());
    if (host === undefined || host === props.people.me) return t("youPayIt", { price });
    return t("hostPays", { name: props.people.nameOf(host), price });
  };
  const diners = () =>
    props.of
      .shares()
      .diners.filter(({ diner, owes, treated, paid, reserved }) => {
        const gone = props.of.view().diners[diner]?.gone;
        return owes + treated + paid + reserved > 0 || !gone;
      })
      .sort((a, b) => Number(b.diner === props.people.me) - Number(a.diner === props.people.me));
  /** What staff took without saying whose it is. */
  const unnamed = () =>
    paymentsOf(props.of.view())
      .filter(({ by }) => by === null)
      .reduce((sum, payment) => sum + heldOf(payment), 0);
  return (
    <section>
      <h3 class={styles.title}>{t("whoPays")}</h3>
      <ul>
        <For each={diners()}>
          {({ diner, owes, treated, paid, reserved }) => (
            <li class={styles.row}>
              <Person diner={diner} people={props.people} named />
              <span class={styles.marks}>
                <Show when={paid > 0}>
                  <Badge tone="good" icon="check">
                    {t("hasPaid", { price: moneyText(paid, currency()) })}
                  </Badge>
                </Show>
                <Show when={reserved > 0}>
                  <Badge tone="info" icon="clock">
                    {t("isPaying", { price: moneyText(reserved, currency()) })}
                  </Badge>
                </Show>
                <Show when={treated > 0}>
                  <Badge tone="info" icon="people">
                    {treatText(treated)}
                  </Badge>
                </Show>
                <Show when={owes > 0 || paid + reserved + treated === 0}>
                  <strong>
                    <Money minor={owes} currency={currency()} />
                  </strong>
                </Show>
              </span>
            </li>
          )}
        </For>
        <Show when={unnamed() > 0}>
          <li class={styles.row}>
            <span class={styles.nobody}>{t("unnamed")}</span>
            <Badge tone="good" icon="check">
              {t("hasPaid", { price: moneyText(unnamed(), currency()) })}
            </Badge>
          </li>
        </Show>
        <Show when={props.of.shares().unclaimed > 0}>
          <li class={styles.row}>
            <span class={styles.nobody}>{t("nobodys")}</span>
            <strong>
              <Money minor={props.of.shares().unclaimed} currency={currency()} />
            </strong>
          </li>
        </Show>
        <Show when={ofNoDish(props.of.bill(), props.of.shares())}>
          {(minor) => (
            <li class={styles.row}>
              <span class={styles.nobody}>{t("ofNoDish")}</span>
              <strong>
                <Money minor={minor()} currency={currency()} />
              </strong>
            </li>
          )}
        </Show>
      </ul>
    </section>
  );
}
