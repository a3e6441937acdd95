import { For } from "solid-js";
import styles from "./Shares.module.css";
import type { Share } from "./screen-view.ts";

/** How much of an order is made where, in one line: "Also: Bar 2, Grill 1". */
export function Shares(props: { readonly label: string; readonly shares: readonly Share[] }) {
  return (
    <p class={styles.shares}>
      <span class={styles.label}>{props.label}</span>
      <For each={props.shares}>
        {({ station, portions }) => (
          <>
            {" "}
            <span class={styles.share}>
              <bdi>{station.name}</bdi> <b>{portions}</b>
            </span>
          </>
        )}
      </For>
    </p>
  );
}
