import { A } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { Icon } from "../platform/ui/Icon.tsx";
import { LanguageSwitcher } from "../platform/ui/LanguageSwitcher.tsx";
import styles from "./ReplayBar.module.css";

/** The head of a replay page: the way back, what is shown, and what else belongs there. */
export function ReplayBar(props: {
  readonly back: { readonly href: string; readonly label: string };
  readonly title: string;
  readonly detail?: string;
  readonly children?: JSX.Element;
}) {
  return (
    <header class={styles.bar}>
      <A class={styles.back} href={props.back.href} aria-label={props.back.label}>
        <span class={styles.arrow}>
          <Icon name="chevronEnd" size={26} />
        </span>
      </A>
      <div class={styles.titles}>
        <h1 class={styles.title} dir="auto">
          {props.title}
        </h1>
        <Show when={props.detail}>
          <p class={styles.detail}>{props.detail}</p>
        </Show>
      </div>
      {props.children}
      <LanguageSwitcher />
    </header>
  );
}
