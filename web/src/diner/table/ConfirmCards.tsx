import { createMemo, For, Match, Show, Switch } from "solid-js";
import type { ConfirmInfo } from "../../orders/confirms.ts";
import { dinerMessages } from "../messages/messages.ts";
import styles from "./ConfirmCards.module.css";
import { ConfirmProgress } from "./ConfirmProgress.tsx";
import { useTable } from "./context.ts";
import { RejectionCard } from "./RejectionCard.tsx";

/** What is on its way to the kitchen, and what came back to this diner, above the cart. */
export function ConfirmCards(props: { readonly onOrders: () => void }) {
  const { t } = dinerMessages;
  const { session, dismissed } = useTable();
  const shown = createMemo(() => session.confirms().filter(isShown));

  function isShown({ id, by, state }: ConfirmInfo): boolean {
    if (state.kind === "accepted") return false;
    return state.kind !== "rejected" || (by === session.me && !dismissed.ids().includes(id));
  }

  return (
    <Show when={shown().length > 0}>
      <section class={styles.cards} aria-label={t("onTheWay")}>
        <For each={shown().map((info) => info.id)}>
          {(id) => {
            const info = () => shown().find((candidate) => candidate.id === id);
            const rejection = () => {
              const state = info()?.state;
              return state?.kind === "rejected" ? state.receipt : undefined;
            };
            return (
              <Show when={info()}>
                {(current) => (
                  <Switch
                    fallback={
                      <div class={styles.card}>
                        <ConfirmProgress info={current()} onOrders={props.onOrders} />
                      </div>
                    }
                  >
                    <Match when={rejection()}>
                      {(receipt) => (
                        <RejectionCard
                          info={current()}
                          receipt={receipt()}
                          onDismiss={() => dismissed.dismiss(id)}
                        />
                      )}
                    </Match>
                  </Switch>
                )}
              </Show>
            );
          }}
        </For>
      </section>
    </Show>
  );
}
