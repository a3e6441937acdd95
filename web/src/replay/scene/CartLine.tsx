import { seatOf } from "@tureen/shared/table/document/keys";
import { For, Show } from "solid-js";
import { Icon } from "../../platform/ui/Icon.tsx";
import { SeatAvatar } from "../../platform/ui/SeatAvatar.tsx";
import type { SessionDiner } from "../load/protocol.ts";
import { replayMessages } from "../messages/messages.ts";
import type { PhoneLine } from "../model/phone.ts";
import type { Words } from "../words.ts";
import styles from "./CartLine.module.css";

/** A line of a cart: the dish as it was wanted and whose portions they were; a tap tells its story. */
export function CartLine(props: {
  readonly line: PhoneLine;
  readonly diners: readonly SessionDiner[];
  readonly words: Words;
  readonly touched: boolean;
  readonly onStory: (line: string) => void;
}) {
  const { t } = replayMessages;
  const details = () => {
    const { line } = props.line;
    const forWhom =
      line.for === "table" ? t("forTable") : t("forWhom", { name: props.words.name(line.for) });
    const choices = props.words.choices(line);
    return { choices, forWhom };
  };
  const colourOf = (diner: string) => props.diners.find((each) => each.diner === diner)?.colour;
  const price = () => {
    const { unitPrice, quantity } = props.line;
    return unitPrice === undefined ? "–" : props.words.money(unitPrice * quantity);
  };
  return (
    <li data-line={props.line.id}>
      <button
        type="button"
        class={styles.line}
        classList={{ [styles.touched ?? ""]: props.touched }}
        onClick={() => props.onStory(props.line.id)}
      >
        <span class={styles.quantity}>{props.line.quantity}×</span>
        <span class={styles.text}>
          <span class={styles.dish} dir="auto">
            {props.words.dish(props.line.line.item)}
          </span>
          <span class={styles.details} dir="auto">
            <Show when={details().choices}>{(choices) => `${choices()} · `}</Show>
            <Show when={props.line.line.note}>
              {(note) => (
                <>
                  <q>{note()}</q>
                  {" · "}
                </>
              )}
            </Show>
            {details().forWhom}
          </span>
          <span class={styles.portions}>
            <For each={Object.entries(props.line.portions)}>
              {([diner, count]) => (
                <span class={styles.portion}>
                  <SeatAvatar
                    size="s"
                    seat={seatOf(diner)}
                    colour={colourOf(diner)}
                    name={props.words.knownName(diner)}
                    label={props.words.name(diner)}
                  />
                  <Show when={count > 1 || Object.keys(props.line.portions).length > 1}>
                    ×{count}
                  </Show>
                </span>
              )}
            </For>
            <Show when={props.line.waiting}>
              <span class={styles.waiting}>
                <Icon name="cloudOff" size={14} />
                {t("waiting")}
              </span>
            </Show>
          </span>
        </span>
        <span class={styles.price}>{price()}</span>
      </button>
    </li>
  );
}
