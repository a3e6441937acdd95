import { createSignal } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import styles from "./DemonstrationCard.module.css";
import { payMessages } from "./messages/messages.ts";

/** Stands where a card's form would be, in a demonstration: it pays, or is declined. */
export function DemonstrationCard(props: {
  readonly onUse: (outcome: "paid" | "declined") => Promise<void>;
  /** The card is not charged yet: an amount is held on it. */
  readonly holds: boolean;
}) {
  const { t } = payMessages;
  const [busy, setBusy] = createSignal(false);
  function use(outcome: "paid" | "declined"): void {
    setBusy(true);
    void props.onUse(outcome).finally(() => setBusy(false));
  }
  return (
    <div class={styles.card}>
      <p class={styles.title}>{t("demoTitle")}</p>
      <p class={styles.number} aria-hidden="true" dir="ltr">
        •••• •••• •••• 4242
      </p>
      <p class={styles.text}>{t("demoText")}</p>
      <div class={styles.buttons}>
        <Button busy={busy()} onClick={() => use("declined")}>
          {t("demoDecline")}
        </Button>
        <Button variant="primary" busy={busy()} onClick={() => use("paid")}>
          {t(props.holds ? "hold" : "demoPay")}
        </Button>
      </div>
    </div>
  );
}
