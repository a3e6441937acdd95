import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { groupText } from "@tureen/shared/table/choice-groups";
import { For, Show } from "solid-js";
import { Icon } from "../platform/ui/Icon.tsx";
import { guestName } from "../platform/ui/seat.ts";
import { Allergens } from "./Allergens.tsx";
import { lineChoices } from "./line-choices.ts";
import { kitchenMessages } from "./messages/messages.ts";
import styles from "./TicketLine.module.css";

/** One dish of an order: how many, what, how, for whom, and what to look out for. */
export function TicketLine(props: { readonly line: Ticket["lines"][number] }) {
  const { t } = kitchenMessages;
  return (
    <li class={styles.line}>
      <p class={styles.dish}>
        <span class={styles.quantity} classList={{ [styles.many ?? ""]: props.line.quantity > 1 }}>
          {props.line.quantity}×
        </span>
        <span class={styles.name}>
          <bdi>{props.line.name}</bdi>
        </span>
      </p>
      <div class={styles.details}>
        <Show when={props.line.choices.length > 0}>
          <ul class={styles.choices}>
            <For each={lineChoices(props.line)}>
              {(group) => (
                <li>
                  <bdi>{groupText(group)}</bdi>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={props.line.forSeat}>
          {(seat) => (
            <p class={styles.for}>{t("for", { name: guestName(props.line.for, seat()) })}</p>
          )}
        </Show>
        <Show when={props.line.note}>
          <p class={styles.note}>
            <Icon name="note" size={24} />
            <span class="visually-hidden">{t("note")}: </span>
            <span>
              <bdi>{props.line.note}</bdi>
            </span>
          </p>
        </Show>
        <Allergens allergens={props.line.allergens} />
      </div>
    </li>
  );
}
