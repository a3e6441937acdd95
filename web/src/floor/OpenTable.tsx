import { createSignal } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./OpenTable.module.css";

/** A free table: why it is empty, and the button that opens it. */
export function OpenTable(props: { readonly onOpen: () => Promise<boolean> }) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);
  return (
    <section class={styles.open}>
      <p class={styles.text}>{t("openText")}</p>
      <Button
        variant="primary"
        size="l"
        wide
        busy={busy()}
        onClick={() => {
          setBusy(true);
          void props.onOpen().finally(() => setBusy(false));
        }}
      >
        {t("openTable")}
      </Button>
    </section>
  );
}
