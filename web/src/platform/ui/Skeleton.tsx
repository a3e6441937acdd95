import { For } from "solid-js";
import { uiMessages } from "./messages/messages.ts";
import styles from "./Skeleton.module.css";

/** Grey lines where text will be. */
export function Skeleton(props: { readonly lines?: number }) {
  return (
    <div class={styles.skeleton} role="status">
      <span class="visually-hidden">{uiMessages.t("loading")}</span>
      <For each={Array.from({ length: props.lines ?? 3 })}>{() => <div class={styles.line} />}</For>
    </div>
  );
}
