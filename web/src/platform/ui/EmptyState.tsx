import { type JSX, Show } from "solid-js";
import styles from "./EmptyState.module.css";
import { Icon, type IconName } from "./Icon.tsx";
import { Mark } from "./Mark.tsx";

/** What to say when there is nothing to show: why, and what to do about it. */
export function EmptyState(props: {
  readonly title: string;
  readonly text?: string;
  readonly icon?: IconName;
  readonly children?: JSX.Element;
}) {
  return (
    <div class={styles.empty}>
      <div class={styles.picture}>
        <Show when={props.icon} fallback={<Mark size={44} />}>
          {(name) => <Icon name={name()} size={36} />}
        </Show>
      </div>
      <h2 class={styles.title}>{props.title}</h2>
      <Show when={props.text}>
        <p class={styles.text}>{props.text}</p>
      </Show>
      {props.children}
    </div>
  );
}
