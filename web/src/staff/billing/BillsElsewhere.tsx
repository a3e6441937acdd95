import { createSignal, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { AskSheet } from "./AskSheet.tsx";
import styles from "./BillingPage.module.css";
import { billingMessages } from "./messages/messages.ts";

/** The way back for a restaurant that does its bills here: after a question, elsewhere again. */
export function BillsElsewhere(props: {
  /** A planned change is given up with it. */
  readonly planned: boolean;
  readonly onTurnOff: () => Promise<void>;
}) {
  const { t } = billingMessages;
  const [asking, setAsking] = createSignal(false);
  const text = () => (props.planned ? `${t("off.text")} ${t("off.planned")}` : t("off.text"));
  return (
    <section class={styles.card}>
      <h3 class={styles.heading}>{t("off")}</h3>
      <p class={styles.hint}>{t("off.lead")}</p>
      <div>
        <Button variant="danger" onClick={() => setAsking(true)}>
          {t("off.go")}
        </Button>
      </div>
      <Show when={asking()}>
        <AskSheet
          title={t("off.title")}
          text={text()}
          yes={t("off.go")}
          onYes={async () => {
            await props.onTurnOff();
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      </Show>
    </section>
  );
}
