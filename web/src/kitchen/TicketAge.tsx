import { Show } from "solid-js";
import { Icon } from "../platform/ui/Icon.tsx";
import { type AgeLevel, stopwatch } from "./age.ts";
import { kitchenMessages } from "./messages/messages.ts";
import styles from "./TicketAge.module.css";

/** How long a ticket has been waiting: a running stopwatch, and a word once it has been long. */
export function TicketAge(props: { readonly ms: number; readonly level: AgeLevel }) {
  const word = () => {
    const current = props.level;
    return current === "fresh" ? undefined : kitchenMessages.t(`age.${current}`);
  };
  return (
    <p class={styles.age} data-level={props.level}>
      <Show when={word()}>
        <span class={styles.word}>
          <Icon name={props.level === "late" ? "alert" : "clock"} size={22} />
          {word()}
        </span>
      </Show>
      <span class={styles.time} dir="ltr" role="timer">
        {stopwatch(props.ms)}
      </span>
    </p>
  );
}
