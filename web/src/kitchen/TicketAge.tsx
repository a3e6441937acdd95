import { Show } from "solid-js";
import { Icon } from "../platform/ui/Icon.tsx";
import { ageLevel, stopwatch } from "./age.ts";
import { kitchenMessages } from "./messages/messages.ts";
import styles from "./TicketAge.module.css";

/** How long a ticket has been waiting: a running stopwatch, and a word from five minutes on. */
export function TicketAge(props: { readonly ms: number }) {
  const level = () => ageLevel(props.ms);
  const word = () => {
    const current = level();
    return current === "fresh" ? undefined : kitchenMessages.t(`age.${current}`);
  };
  return (
    <p class={styles.age} data-level={level()}>
      <Show when={word()}>
        <span class={styles.word}>
          <Icon name={level() === "late" ? "alert" : "clock"} size={22} />
          {word()}
        </span>
      </Show>
      <span class={styles.time} dir="ltr" role="timer">
        {stopwatch(props.ms)}
      </span>
    </p>
  );
}
