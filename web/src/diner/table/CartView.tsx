import { createMemo, createSignal, For, onMount, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { ScrollPane } from "../../platform/ui/ScrollPane.tsx";
import { SegmentedChoice } from "../../platform/ui/SegmentedChoice.tsx";
import { ownTotalOf, totalOf } from "../../table/cart-entries.ts";
import { TakingNotice } from "../menu/TakingNotice.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { planConfirm } from "../model/confirm-plan.ts";
import { BillButton } from "./BillButton.tsx";
import { CartLineRow } from "./CartLineRow.tsx";
import styles from "./CartView.module.css";
import { ConfirmCards } from "./ConfirmCards.tsx";
import { useTable } from "./context.ts";
import { createSteadyGroups, type Grouping } from "./groups.ts";
import { ReadyToggle } from "./ReadyToggle.tsx";

/** The table's cart: who wants what, what it costs, and the way to the kitchen. */
export function CartView(props: { readonly onOrders: () => void }) {
  const { t } = dinerMessages;
  const table = useTable();
  const { session, entries } = table;
  const [grouping, setGrouping] = createSignal<Grouping>("course");
  const groups = createSteadyGroups(entries, grouping, table.index, session);
  onMount(() => session.lookAt({ cart: true }));

  return (
    <ScrollPane class={styles.content} footer={entries().length > 0 && <CartFooter />}>
      <ConfirmCards onOrders={props.onOrders} />
      <Show
        when={entries().length > 0}
        fallback={
          <EmptyState title={t("cartEmpty")} text={t("cartEmptyText")}>
            <BillButton />
          </EmptyState>
        }
      >
        <Show when={entries().length > 2}>
          <SegmentedChoice
            label={t("grouping")}
            hideLabel
            value={grouping()}
            options={[
              { value: "course", label: t("byCourse") },
              { value: "person", label: t("byPerson") },
            ]}
            onChange={setGrouping}
          />
        </Show>
        <For each={groups()}>
          {(group) => (
            <section class={styles.group}>
              <h3 class={styles.heading} dir="auto">
                {group.title}
              </h3>
              <ul>
                <For each={group.entries}>
                  {(entry) => (
                    <li class={styles.line}>
                      <CartLineRow entry={entry} />
                    </li>
                  )}
                </For>
              </ul>
            </section>
          )}
        </For>
      </Show>
    </ScrollPane>
  );
}

/** What it all comes to, and the way to the kitchen. */
function CartFooter() {
  const { t } = dinerMessages;
  const table = useTable();
  const { session, entries, currency } = table;
  const sendable = createMemo(() => planConfirm(entries(), { kind: "all" }, session.onTheirWay()));
  return (
    <div class={styles.footer}>
      <TakingNotice menu={table.menu} />
      <dl class={styles.totals}>
        <div>
          <dt>{t("mine")}</dt>
          <dd>
            <Money minor={ownTotalOf(entries())} currency={currency()} />
          </dd>
        </div>
        <div class={styles.total}>
          <dt>{t("tableTotal")}</dt>
          <dd>
            <Money minor={totalOf(entries())} currency={currency()} />
          </dd>
        </div>
      </dl>
      <div class={styles.actions}>
        <ReadyToggle />
        <Button
          class={styles.review}
          variant="primary"
          size="l"
          disabled={sendable().lines.length === 0}
          onClick={() => table.review({ kind: "all" })}
        >
          {t("review")}
        </Button>
      </div>
    </div>
  );
}
