import { MAX_PORTION } from "@tureen/shared/platform/limits";
import { seatOf } from "@tureen/shared/table/document/keys";
import { For, Show } from "solid-js";
import { menuLanguage } from "../../menu/menu-language.ts";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Choices } from "../../platform/ui/Choices.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { SeatAvatar } from "../../platform/ui/SeatAvatar.tsx";
import { Stepper } from "../../platform/ui/Stepper.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { type CartEntry, entryChoices, roomFor } from "../../table/cart-entries.ts";
import { leftText } from "../menu/left-text.ts";
import { dinerMessages } from "../messages/messages.ts";
import { dishName } from "../model/seen-dishes.ts";
import styles from "./CartLineRow.module.css";
import { ChangedPrice } from "./ChangedPrice.tsx";
import { useTable } from "./context.ts";
import { LineState } from "./LineState.tsx";

/** A line of the cart: the dish as wanted, whose portions they are, where it stands, and ±. */
export function CartLineRow(props: { readonly entry: CartEntry }) {
  const { t } = dinerMessages;
  const { session, currency } = useTable();
  const entry = () => props.entry;
  const name = () => dishName(entry().item, entry().line.item);
  const choices = () => entryChoices(entry(), menuLanguage());
  const most = () =>
    entry().quantity +
    (entry().problem ? 0 : Math.min(MAX_PORTION - entry().mine, roomFor(entry().counted)));

  async function change(next: number) {
    const by = next - entry().quantity;
    const lineId = entry().id;
    const dish = name();
    if ((await session.tap(lineId, by)) && next === 0) {
      toast(t("removed", { dish }), {
        icon: "trash",
        action: { label: uiMessages.t("undo"), run: () => void session.tap(lineId, -by) },
      });
    }
  }

  return (
    <article class={styles.row}>
      <div class={styles.text}>
        <h4 class={styles.name} dir="auto">
          {name()}
        </h4>
        <Show when={choices().length > 0}>
          <p class={styles.choices} dir="auto">
            <Choices of={choices()} />
          </p>
        </Show>
        <Show when={entry().line.note}>
          <p class={styles.note} dir="auto">
            <q>{entry().line.note}</q>
          </p>
        </Show>
        <ul class={styles.portions}>
          <For each={Object.entries(entry().portions)}>
            {([diner, count]) => (
              <li class={styles.portion}>
                <SeatAvatar
                  size="s"
                  seat={seatOf(diner)}
                  colour={session.colourOf(diner)}
                  name={session.knownName(diner)}
                />
                <span class={styles.who} dir="auto">
                  {diner === session.me ? t("you") : session.nameOf(diner)}
                </span>
                <Show when={count > 1 || Object.keys(entry().portions).length > 1}>
                  <span>×{count}</span>
                </Show>
              </li>
            )}
          </For>
          <Show when={entry().line.for === "table"}>
            <li>
              <Badge>{t("forTable")}</Badge>
            </li>
          </Show>
          <Show when={entry().counted?.left === 0 ? undefined : entry().counted}>
            {(counted) => (
              <li>
                <Badge tone={counted().inCart > counted().left ? "bad" : "warn"}>
                  {leftText(counted().left, counted().inCart)}
                </Badge>
              </li>
            )}
          </Show>
          <Show when={entry().was !== undefined}>
            <li>
              <Badge tone="warn">{t("priceChanged")}</Badge>
            </li>
          </Show>
          <li>
            <LineState entry={entry()} />
          </li>
        </ul>
      </div>
      <div class={styles.side}>
        <span class={styles.price}>
          <Show when={entry().unitPrice !== undefined} fallback="–">
            <ChangedPrice entry={entry()} quantity={entry().quantity} currency={currency()} />
          </Show>
        </span>
        <Stepper
          value={entry().quantity}
          max={most()}
          onChange={change}
          label={name()}
          decreaseLabel={t("fewerOf", { dish: name() })}
          increaseLabel={t("moreOf", { dish: name() })}
        />
      </div>
    </article>
  );
}
