import { For, type JSX, Show } from "solid-js";
import styles from "./DayPage.module.css";
import { dayMessages } from "./messages/messages.ts";

/** A small table, or that there is nothing for it; the first column names what the others say. */
export function Table(props: {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly JSX.Element[])[];
  /** What one has to know to read it. */
  readonly hint?: string;
}) {
  return (
    <section class={styles.card}>
      <h3 class={styles.tableTitle}>{props.title}</h3>
      <Show
        when={props.rows.length > 0}
        fallback={<p class={styles.none}>{dayMessages.t("nothing")}</p>}
      >
        <Show when={props.hint}>
          <p class={styles.hint}>{props.hint}</p>
        </Show>
        {/* Long words in a narrow place make it scroll, by keyboard too. */}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: without it no key scrolls */}
        <section class={styles.scroll} tabIndex={0} aria-label={props.title}>
          <table class={styles.table}>
            <thead>
              <tr>
                <For each={props.heads}>{(head) => <th scope="col">{head}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={props.rows}>
                {(row) => (
                  <tr>
                    <th scope="row">{row[0]}</th>
                    <For each={row.slice(1)}>
                      {(cell, place) => <td data-head={props.heads[place() + 1]}>{cell}</td>}
                    </For>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
      </Show>
    </section>
  );
}
