import { createSignal, Show } from "solid-js";
import { Button } from "../ui/Button.tsx";
import { Icon } from "../ui/Icon.tsx";
import styles from "./CloseTable.module.css";
import { type FloorSession, unfinished } from "./floor.ts";
import { staffMessages } from "./messages/messages.ts";

/** Asks before closing, and names what is unfinished. */
export function CloseTable(props: {
  readonly session: FloorSession;
  readonly onKeep: () => void;
  readonly onClose: () => Promise<void>;
}) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);
  const left = () => unfinished(props.session);
  const anything = () => left().orders + left().calls > 0;
  return (
    <div class={styles.ask}>
      <Show when={anything()}>
        <ul class={styles.left}>
          <Show when={left().orders}>
            {(count) => (
              <li>
                <Icon name="alert" size={20} />
                {t("closeOrders", { count: count() })}
              </li>
            )}
          </Show>
          <Show when={left().calls}>
            {(count) => (
              <li>
                <Icon name="bell" size={20} />
                {t("closeCalls", { count: count() })}
              </li>
            )}
          </Show>
        </ul>
      </Show>
      <p class={styles.text}>{t("closeText")}</p>
      <div class={styles.foot}>
        <Button
          size="l"
          // The button that led here is gone; the focus would be lost with it.
          ref={(button) => queueMicrotask(() => button.focus())}
          onClick={() => props.onKeep()}
        >
          {t("keep")}
        </Button>
        <Button
          size="l"
          variant="danger"
          busy={busy()}
          onClick={() => {
            setBusy(true);
            void props.onClose().finally(() => setBusy(false));
          }}
        >
          {anything() ? t("closeAnyway") : t("close")}
        </Button>
      </div>
    </div>
  );
}
