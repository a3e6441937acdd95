import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { isOver } from "@tureen/shared/orders/status";
import { groupText } from "@tureen/shared/table/choice-groups";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { For, Show } from "solid-js";
import { Icon } from "../platform/ui/Icon.tsx";
import { guestName } from "../platform/ui/seat.ts";
import { Allergens } from "./Allergens.tsx";
import { lineChoices } from "./line-choices.ts";
import { lineName } from "./line-name.ts";
import { guestsOf, type ShownLine } from "./merge-lines.ts";
import { kitchenMessages } from "./messages/messages.ts";
import { isCooked, statusOfLine } from "./progress.ts";
import styles from "./TicketLine.module.css";
import { cancelledPortions, cancelReasons, wantedPortions } from "./wanted.ts";
import { longestWord } from "./words.ts";

/** One dish of an order: how many, what, how, for whom, what to look out for, and what of it is off. */
export function TicketLine(props: {
  readonly line: Ticket["lines"][number];
  /** What is told as this one, as it was ordered. */
  readonly parts: ShownLine["parts"];
  /** How far its order is. */
  readonly order: OrderStatus;
  /** Its ticket does not say for all of it whose it is. */
  readonly saysForWhom: boolean;
  /** It is cooked, or is not after all. */
  readonly onTick: () => void;
}) {
  const { t } = kitchenMessages;
  const wanted = () => wantedPortions(props.line);
  const status = () => statusOfLine(props.line, props.order);
  const cooked = () => isCooked(props.line, props.order);
  /** Said where neither the ticket nor the tick says it. */
  const own = () =>
    wanted() > 0 && ![props.order, "ready"].includes(status()) && props.order !== "cancelled";
  /** Several guests in marks that keep each name and its count together, whatever way it is written. */
  const forWhom = () => {
    const guests = guestsOf(props.parts);
    const names = guests.map(({ name, seat, portions }) => {
      const guest = guestName(name, seat);
      return guests.length > 1 && portions > 1 ? `${guest} ${portions}×` : guest;
    });
    return names.length > 1 ? names.map((name) => `\u2068${name}\u2069`).join(", ") : names[0];
  };
  const dish = () => (
    <>
      <span class={styles.quantity} classList={{ [styles.many ?? ""]: wanted() > 1 }}>
        {wanted() || props.line.quantity}×
      </span>
      <span class={styles.name}>
        <bdi>{lineName(props.line)}</bdi>
        <Show when={own()}>
          <span class={styles.status}> {t(`status.${status()}`)}</span>
        </Show>
      </span>
    </>
  );
  return (
    <li
      class={styles.line}
      style={{ "--word": longestWord(lineName(props.line)) }}
      data-gone={wanted() === 0 || undefined}
      data-cooked={(cooked() && props.order !== "ready") || undefined}
    >
      <Show
        when={wanted() > 0 && props.line.status !== undefined && !isOver(props.order)}
        fallback={<p class={styles.dish}>{dish()}</p>}
      >
        <button
          type="button"
          class={styles.dish}
          aria-pressed={cooked()}
          aria-label={`${wanted()}× ${lineName(props.line)}: ${t(`status.${status()}`)}`}
          onClick={() => props.onTick()}
        >
          {dish()}
          <span class={styles.tick} aria-hidden="true">
            <Show when={cooked()}>
              <Icon name="check" size={24} />
            </Show>
          </span>
        </button>
      </Show>
      <Show when={cancelledPortions(props.line)}>
        {(count) => (
          <p class={styles.cancelled}>
            <Icon name="close" size={24} />
            <span>
              {wanted() === 0
                ? t("status.cancelled")
                : t("cancelledOf", { count: String(count()), all: String(props.line.quantity) })}
              <For each={cancelReasons([props.line])}>
                {(reason) => (
                  <>
                    {" · "}
                    <bdi>{reason}</bdi>
                  </>
                )}
              </For>
            </span>
          </p>
        )}
      </Show>
      <Show when={props.line.restored && wanted() > 0}>
        <p class={styles.restored}>
          <Icon name="undo" size={24} />
          <span>{t("restored")}</span>
        </p>
      </Show>
      <div class={styles.details}>
        <Show when={props.line.choices.length > 0}>
          <ul class={styles.choices}>
            <For each={lineChoices(props.line)}>
              {(group) => (
                <li style={{ "--word": longestWord(groupText(group)) }}>
                  <bdi>
                    {group.name && `${group.name}: `}
                    <For each={group.values}>
                      {(value, at) => (
                        <>
                          {at() > 0 && ", "}
                          <Show when={group.without?.includes(value)} fallback={value}>
                            <strong class={styles.without}>{value}</strong>
                          </Show>
                        </>
                      )}
                    </For>
                  </bdi>
                </li>
              )}
            </For>
          </ul>
        </Show>
        <Show when={props.saysForWhom && forWhom()}>
          {(name) => <p class={styles.for}>{t("for", { name: name() })}</p>}
        </Show>
        <Show when={props.line.note}>
          <p class={styles.note} style={{ "--word": longestWord(props.line.note) }}>
            <Icon name="note" size={24} />
            <span class="visually-hidden">{t("note")}: </span>
            <span>
              <bdi>{props.line.note}</bdi>
            </span>
          </p>
        </Show>
        <Show when={wanted() > 0}>
          <Allergens allergens={props.line.allergens} />
        </Show>
      </div>
    </li>
  );
}
