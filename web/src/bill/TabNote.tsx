import { tabOrChargeOf } from "@tureen/shared/bill/tab";
import { type JSX, Show } from "solid-js";
import { Icon } from "../platform/ui/Icon.tsx";
import { moneyText } from "../platform/ui/Money.tsx";
import type { LiveBill } from "./live-bill.ts";
import { billMessages } from "./messages/messages.ts";
import type { BillPeople } from "./people.ts";
import styles from "./TabNote.module.css";

/** A card that is down for the table: whose, how much it is good for, and what can be done about it. */
export function TabNote(props: {
  readonly of: LiveBill;
  readonly people: BillPeople;
  readonly children?: JSX.Element;
}) {
  const { t } = billMessages;
  const tab = () => tabOrChargeOf(props.of.view());
  const price = (minor: number) => moneyText(minor, props.of.bill().currency);
  const text = () => {
    const now = tab();
    if (!now?.by) return "";
    const isOwn = now.by === props.people.me;
    const name = props.people.nameOf(now.by);
    const charged = price(now.amount + now.tip);
    switch (now.status) {
      case "authorising":
        return isOwn ? t("tab.authorisingOwn") : t("tab.authorising", { name });
      case "held": {
        const held = price(now.hold.held);
        return isOwn ? t("tab.heldOwn", { price: held }) : t("tab.held", { name, price: held });
      }
      default:
        return isOwn
          ? t("tab.chargingOwn", { price: charged })
          : t("tab.charging", { name, price: charged });
    }
  };
  return (
    <Show when={tab()}>
      {(now) => (
        <section class={styles.card}>
          <p class={styles.title} role="status">
            <Icon name="card" size={20} />
            <span>{text()}</span>
          </p>
          <Show when={now().status === "held" && now().hold.refused !== undefined}>
            <p class={styles.warn}>{t("tab.refused", { price: price(now().hold.held) })}</p>
          </Show>
          {props.children}
        </section>
      )}
    </Show>
  );
}
