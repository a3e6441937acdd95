import { createSignal } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import styles from "./BillingPage.module.css";
import { billingMessages } from "./messages/messages.ts";

/** A question before something that guests or the restaurant would feel at once. */
export function AskSheet(props: {
  readonly title: string;
  readonly text: string;
  /** What is done on yes. */
  readonly yes: string;
  readonly onYes: () => Promise<void>;
  readonly onClose: () => void;
}) {
  const { t } = billingMessages;
  const [busy, setBusy] = createSignal(false);
  async function doIt(): Promise<void> {
    if (busy()) return;
    setBusy(true);
    await props.onYes();
    setBusy(false);
  }
  return (
    <Sheet open title={props.title} description={props.text} onClose={() => props.onClose()}>
      <div class={styles.ask}>
        <Button variant="danger" size="l" wide busy={busy()} onClick={() => void doIt()}>
          {props.yes}
        </Button>
        <Button size="l" wide onClick={() => props.onClose()}>
          {t("cancel")}
        </Button>
      </div>
    </Sheet>
  );
}
