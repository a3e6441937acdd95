import { type JSX, Show } from "solid-js";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { TakingNotice } from "../menu/TakingNotice.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { PanelTab } from "./context.ts";
import { useTable } from "./context.ts";
import styles from "./Dock.module.css";

/** Under the thumb: the cart with its live total, orders and people on either side. */
export function Dock(props: {
  readonly count: number;
  /** Minor units. */
  readonly total: number;
  readonly orders: number;
  readonly onOpen: (tab: PanelTab) => void;
  /** Floats above it. */
  readonly note: JSX.Element;
}) {
  const { t } = dinerMessages;
  const { currency, menu } = useTable();
  return (
    <div class={styles.place} data-toast-bar>
      {props.note}
      {/* On the bar, wherever the menu is scrolled to: nothing moves when it comes. */}
      <div class={styles.taking}>
        <TakingNotice menu={menu} />
      </div>
      <nav class={styles.dock} aria-label={t("yourTable")}>
        <button type="button" class={styles.side} onClick={() => props.onOpen("orders")}>
          <Icon name="receipt" />
          <span>{t("ordersShort")}</span>
          <Show when={props.orders > 0}>
            <span class={styles.badge}>{props.orders}</span>
          </Show>
        </button>
        <button
          type="button"
          class={styles.cart}
          classList={{ [styles.empty ?? ""]: props.count === 0 }}
          onClick={() => props.onOpen("cart")}
        >
          <Show when={props.count > 0} fallback={<span>{t("cartEmptyShort")}</span>}>
            <span class={styles.count}>{props.count}</span>
            <span class={styles.label}>{t("cart")}</span>
            <span class={styles.total}>
              <Money minor={props.total} currency={currency()} />
            </span>
          </Show>
        </button>
        <button type="button" class={styles.side} onClick={() => props.onOpen("people")}>
          <Icon name="people" />
          <span>{t("people")}</span>
        </button>
      </nav>
    </div>
  );
}
