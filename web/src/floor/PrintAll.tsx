import { createSignal } from "solid-js";
import { locale } from "../platform/i18n/locale.ts";
import { call, codeOf } from "../platform/live/api.ts";
import { Button } from "../platform/ui/Button.tsx";
import { errorSentence } from "../platform/ui/errors.ts";
import { toast } from "../platform/ui/toasts.ts";
import { staffMessages } from "../staff/messages/messages.ts";
import { sortTables } from "./floor.ts";
import styles from "./PrintAll.module.css";
import { createPrinter } from "./PrintCards.tsx";

/** Prints the cards of every table. */
export function PrintAll(props: {
  readonly restaurant: string;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = staffMessages;
  const printer = createPrinter();
  const [busy, setBusy] = createSignal(false);

  async function printAll(): Promise<void> {
    setBusy(true);
    try {
      const { tables } = await call("readFloor", {});
      printer.print(sortTables(tables, locale()), props.restaurant);
    } catch (error) {
      if (!props.endedBy(error)) {
        toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class={styles.all}>
      <p class={styles.text}>{t("printAllText")}</p>
      <Button icon="print" size="l" busy={busy()} onClick={() => void printAll()}>
        {t("printAll")}
      </Button>
      {printer.cards()}
    </div>
  );
}
