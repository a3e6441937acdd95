import type { DayRule } from "@tureen/shared/platform/business-day";
import { createSignal } from "solid-js";
import { codeOf, download } from "../platform/live/api.ts";
import { Button } from "../platform/ui/Button.tsx";
import { errorSentence } from "../platform/ui/errors.ts";
import { Field } from "../platform/ui/Field.tsx";
import { saveFile } from "../platform/ui/save-file.ts";
import { toast } from "../platform/ui/toasts.ts";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./OrderExport.module.css";
import { todayOf } from "./today.ts";

/** The orders of some days as a file; today unless somebody chooses. */
export function OrderExport(props: {
  /** Where the restaurant's days lie; this device's clock decides where that is not known. */
  readonly days: DayRule | undefined;
  readonly endedBy: (error: unknown) => boolean;
}) {
  const { t } = staffMessages;
  const today = todayOf(props.days);
  const [from, setFrom] = createSignal(today);
  const [to, setTo] = createSignal(today);
  const [busy, setBusy] = createSignal(false);
  const wrongOrder = () => from() > to();

  async function keep(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy() || wrongOrder() || from() === "" || to() === "") return;
    setBusy(true);
    try {
      const file = await download("exportOrders", { query: { from: from(), to: to() } });
      saveFile(file, `orders-${from()}-${to()}.csv`);
    } catch (error) {
      if (!props.endedBy(error)) {
        toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      }
    } finally {
      setBusy(false);
    }
  }

  return (
    <form class={styles.form} onSubmit={(event) => void keep(event)} novalidate>
      <p class={styles.text}>{t("exportText")}</p>
      <div class={styles.days}>
        <Field
          label={t("exportFrom")}
          type="date"
          name="from"
          value={from()}
          max={to()}
          onInput={(event) => setFrom(event.currentTarget.value)}
        />
        <Field
          label={t("exportTo")}
          type="date"
          name="to"
          value={to()}
          min={from()}
          error={wrongOrder() ? t("exportOrder") : undefined}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" icon="download" size="l" busy={busy()}>
        {t("download")}
      </Button>
    </form>
  );
}
