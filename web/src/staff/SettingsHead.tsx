import { A } from "@solidjs/router";
import { Show } from "solid-js";
import styles from "./SettingsHead.module.css";

/** The head of a page that is reached from → More: the way back, its name, and what it is for. */
export function SettingsHead(props: {
  readonly back: string;
  readonly title: string;
  readonly lead?: string;
}) {
  return (
    <>
      <A class={styles.back} href="/staff/more">
        {props.back}
      </A>
      <h2 class={styles.title}>{props.title}</h2>
      <Show when={props.lead}>{(text) => <p class={styles.lead}>{text()}</p>}</Show>
    </>
  );
}
