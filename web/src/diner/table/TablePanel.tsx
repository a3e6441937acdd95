import { type JSX, Match, Switch } from "solid-js";
import { TabList } from "../../platform/ui/TabList.tsx";
import { countOf } from "../../table/cart-entries.ts";
import { dinerMessages } from "../messages/messages.ts";
import { CartView } from "./CartView.tsx";
import { type PanelTab, useTable } from "./context.ts";
import { OrdersView } from "./OrdersView.tsx";
import { PeopleView } from "./PeopleView.tsx";
import styles from "./TablePanel.module.css";

/** Cart, orders and people of the table, one at a time. */
export function TablePanel(props: {
  readonly tab: PanelTab;
  readonly onTab: (tab: PanelTab) => void;
  /** Between the tabs and what they show. */
  readonly notice?: JSX.Element;
}) {
  const { t } = dinerMessages;
  const { session, entries } = useTable();
  return (
    <div class={styles.panel}>
      <TabList
        label={t("yourTable")}
        current={props.tab}
        onChange={props.onTab}
        tabs={[
          { id: "cart", label: t("cart"), count: countOf(entries()) },
          { id: "orders", label: t("orders"), count: Object.keys(session.view().orders).length },
          { id: "people", label: t("people") },
        ]}
      />
      {props.notice}
      <div class={styles.view} role="tabpanel" aria-labelledby={`tab-${props.tab}`}>
        <Switch>
          <Match when={props.tab === "cart"}>
            <CartView onOrders={() => props.onTab("orders")} />
          </Match>
          <Match when={props.tab === "orders"}>
            <OrdersView />
          </Match>
          <Match when={props.tab === "people"}>
            <PeopleView />
          </Match>
        </Switch>
      </div>
    </div>
  );
}
