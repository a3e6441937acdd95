import { Show } from "solid-js";
import type { LiveState } from "../platform/live/event-stream.ts";
import type { Clock } from "../platform/ui/clock.ts";
import { errorSentence } from "../platform/ui/errors.ts";
import { Icon } from "../platform/ui/Icon.tsx";
import { stopwatch } from "./age.ts";
import styles from "./LostBanner.module.css";
import { kitchenMessages } from "./messages/messages.ts";

/** Says over the whole width that orders may be missing. It cannot be dismissed, only mended. */
export function LostBanner(props: {
  readonly connection: LiveState;
  readonly clock: Clock;
  /** Bumps that are kept until the server can be reached. */
  readonly waiting: number;
}) {
  const { t } = kitchenMessages;
  const since = () => (props.connection.kind === "lost" ? props.connection.since : undefined);
  const portal = () =>
    props.connection.kind === "lost" && props.connection.code === "captive-portal";
  return (
    <Show when={since() !== undefined}>
      <div class={styles.banner}>
        <Icon name="cloudOff" size={44} />
        <p class={styles.what} role="alert">
          <strong class={styles.title}>{t("lost")}</strong>
          <span>{t("lostText")}</span>
          <Show when={props.waiting}>
            {(count) => <span>{t("kept", { count: count() })}</span>}
          </Show>
          <Show when={portal()}>
            <span>{errorSentence("captive-portal")}</span>
          </Show>
        </p>
        <p class={styles.since} role="timer">
          {t("lostSince", { time: stopwatch(props.clock.local() - (since() ?? 0)) })}
        </p>
      </div>
      <div class={styles.frame} aria-hidden="true" />
    </Show>
  );
}
