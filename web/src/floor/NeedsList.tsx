import { createMemo, For, Show } from "solid-js";
import { Icon } from "../platform/ui/Icon.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { type Need, needKey } from "./floor.ts";
import type { FloorActions } from "./floor-actions.ts";
import { NeedRow } from "./NeedRow.tsx";
import styles from "./NeedsList.module.css";

/** What needs the waiter now, most urgent first, each with the one thing to do about it. */
export function NeedsList(props: {
  readonly needs: readonly Need[];
  readonly currency: string;
  readonly now: number;
  readonly actions: FloorActions;
  readonly onLook: (tableId: string) => void;
}) {
  const { t } = staffMessages;
  const byKey = createMemo(() => new Map(props.needs.map((need) => [needKey(need), need])));
  // By key, so that a row keeps its focus and its busy button while the clock ticks.
  const keys = createMemo(() => [...byKey().keys()], undefined, {
    equals: (a, b) => a.length === b.length && a.every((key, index) => key === b[index]),
  });
  return (
    <section class={styles.section} aria-label={t("needs")}>
      <Show
        when={props.needs.length > 0}
        fallback={
          <p class={styles.calm}>
            <Icon name="check" size={20} />
            {t("needsNothing")}
          </p>
        }
      >
        <h2 class={styles.title}>
          {t("needs")} <span class={styles.count}>{props.needs.length}</span>
        </h2>
        <ul class={styles.list}>
          <For each={keys()}>
            {(key) => (
              <Show when={byKey().get(key)}>
                {(need) => (
                  <NeedRow
                    need={need()}
                    currency={props.currency}
                    now={props.now}
                    actions={props.actions}
                    onLook={() => props.onLook(need().table.id)}
                  />
                )}
              </Show>
            )}
          </For>
        </ul>
      </Show>
    </section>
  );
}
