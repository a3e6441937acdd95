import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { createMemo, For, Show } from "solid-js";
import { Sheet } from "../platform/ui/Sheet.tsx";
import styles from "./AllDaySheet.module.css";
import { allDay, allDayChoices } from "./all-day.ts";
import { kitchenMessages } from "./messages/messages.ts";

/** How much of each dish is still to be cooked for all that this screen shows. */
export function AllDaySheet(props: {
  readonly open: boolean;
  readonly tickets: readonly Ticket[];
  readonly onClose: () => void;
}) {
  const { t } = kitchenMessages;
  const dishes = createMemo(() => (props.open ? allDay(props.tickets) : []));
  const choices = createMemo(() => (props.open ? allDayChoices(props.tickets) : []));
  return (
    <Sheet open={props.open} onClose={props.onClose} title={t("allDayTitle")} height="full">
      <Show when={dishes().length > 0} fallback={<p class={styles.empty}>{t("quiet")}</p>}>
        <ul>
          <For each={dishes()}>
            {(dish) => (
              <li class={styles.dish}>
                <b class={styles.count}>{dish.portions}×</b>
                <span class={styles.name}>
                  <bdi>{dish.name}</bdi>
                  <For each={dish.ways}>
                    {(way) => (
                      <span class={styles.way}>
                        {way.portions}× <bdi>{way.text}</bdi>
                      </span>
                    )}
                  </For>
                </span>
              </li>
            )}
          </For>
        </ul>
        <Show when={choices().length > 0}>
          <h3 class={styles.heading}>{t("allDayChoices")}</h3>
          <dl>
            <For each={choices()}>
              {(group) => (
                <div class={styles.group}>
                  <dt>
                    <bdi>{group.name}</bdi>
                  </dt>
                  <dd class={styles.values}>
                    <For each={group.values}>
                      {(value) => (
                        <span>
                          <b>{value.portions}×</b> <bdi>{value.name}</bdi>
                        </span>
                      )}
                    </For>
                  </dd>
                </div>
              )}
            </For>
          </dl>
        </Show>
      </Show>
    </Sheet>
  );
}
