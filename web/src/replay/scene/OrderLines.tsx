import type { Order } from "@tureen/shared/table/document/types";
import { For, Show } from "solid-js";
import { replayMessages } from "../messages/messages.ts";
import { windowOf } from "../model/window.ts";
import type { Words } from "../words.ts";
import styles from "./OrderLines.module.css";

/** Lines of one order that are drawn; the rest is counted. */
const MAX_LINES = 20;

/** What was ordered; a tap on a line tells its story. */
export function OrderLines(props: {
  readonly order: Order;
  readonly words: Words;
  readonly onStory: (line: string) => void;
}) {
  const lines = () => windowOf(props.order.lines, MAX_LINES, 0);
  return (
    <ul>
      <For each={lines().shown}>
        {(line) => (
          <li>
            <button type="button" class={styles.line} onClick={() => props.onStory(line.line)}>
              <span class={styles.quantity}>{line.quantity}×</span>
              <span class={styles.text}>
                <span dir="auto">{props.words.orderedDish(line)}</span>
                <Show when={line.choices.length > 0 || line.note}>
                  <span class={styles.details} dir="auto">
                    {props.words.orderedChoices(props.order, line)}
                    <Show when={line.note}>
                      {line.choices.length > 0 && " · "}
                      <q>{line.note}</q>
                    </Show>
                  </span>
                </Show>
              </span>
            </button>
          </li>
        )}
      </For>
      <Show when={lines().after > 0}>
        <li class={styles.more}>{replayMessages.t("more", { count: lines().after })}</li>
      </Show>
    </ul>
  );
}
