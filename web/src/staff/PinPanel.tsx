import { createSignal } from "solid-js";
import { Button } from "../ui/Button.tsx";
import { spokenPin } from "./floor.ts";
import { staffMessages } from "./messages/messages.ts";
import styles from "./PinPanel.module.css";

/** The PIN, large enough to be read aloud across the table, and a new one on request. */
export function PinPanel(props: {
  readonly pin: string;
  readonly onRotate: () => Promise<boolean>;
}) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);
  return (
    <section class={styles.panel}>
      <div class={styles.words}>
        <p class={styles.label}>{t("pin")}</p>
        <p class={styles.pin} dir="ltr">
          {spokenPin(props.pin)}
        </p>
        <p class={styles.hint}>{t("sayPin")}</p>
      </div>
      <Button
        icon="refresh"
        busy={busy()}
        onClick={() => {
          setBusy(true);
          void props.onRotate().finally(() => setBusy(false));
        }}
      >
        {t("rotate")}
      </Button>
    </section>
  );
}
