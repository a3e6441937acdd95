import { DAY, localAt, minutesOf, momentAt } from "@tureen/shared/menu/timing/local-time";
import type { Service } from "@tureen/shared/menu/timing/rules";
import { createSignal, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { localTimeText } from "../time-text.ts";
import { serviceMessages } from "./messages/messages.ts";
import styles from "./SoldOutUntil.module.css";
import inputStyles from "./TimeInput.module.css";

/** Until when a dish is sold out: until staff say otherwise, the next business day, or a time. */
export function SoldOutUntil(props: {
  /** Ms since the epoch; undefined: until staff say otherwise. */
  readonly until: number | undefined;
  readonly service: Service;
  readonly busy: boolean;
  readonly onChange: (until: number | "tomorrow" | null) => void;
}) {
  const { t } = serviceMessages;
  const [time, setTime] = createSignal("");
  const now = () => localAt(Date.now(), props.service);

  /** The next moment at which the restaurant's clock shows the time. */
  function nextMoment(): number {
    const wanted = Math.floor(now() / DAY) * DAY + minutesOf(time());
    return momentAt(wanted > now() ? wanted : wanted + DAY, props.service);
  }

  return (
    <div class={styles.until}>
      <p>
        {props.until === undefined
          ? t("soldOutForGood")
          : t("soldOutUntil", {
              time: localTimeText(localAt(props.until, props.service), now()),
            })}
      </p>
      <div class={styles.choices}>
        <Show when={props.until !== undefined}>
          <Button busy={props.busy} onClick={() => props.onChange(null)}>
            {t("forGood")}
          </Button>
        </Show>
        <Button busy={props.busy} onClick={() => props.onChange("tomorrow")}>
          {t("untilTomorrow")}
        </Button>
        <form
          class={styles.time}
          onSubmit={(event) => {
            event.preventDefault();
            if (time() !== "") props.onChange(nextMoment());
          }}
        >
          <input
            class={inputStyles.input}
            type="time"
            aria-label={t("untilTime")}
            value={time()}
            onInput={(event) => setTime(event.currentTarget.value)}
          />
          <Button type="submit" busy={props.busy} disabled={time() === ""}>
            {t("untilTime")}
          </Button>
        </form>
      </div>
    </div>
  );
}
