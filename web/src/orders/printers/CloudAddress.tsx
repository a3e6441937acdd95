import { Button } from "../../platform/ui/Button.tsx";
import { copyText } from "../../platform/ui/copy-text.ts";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import styles from "../../staff/SettingsList.module.css";
import { printerMessages } from "./messages/messages.ts";

/** The address that a printer is told to ask, which is shown once. */
export function CloudAddress(props: { readonly path: string; readonly onClose: () => void }) {
  const { t } = printerMessages;
  const address = () => `${location.origin}${props.path}`;
  async function copy(): Promise<void> {
    if (await copyText(address())) toast(t("copied"), { tone: "good", icon: "check" });
  }
  return (
    <Sheet open title={t("cloudTitle")} onClose={() => props.onClose()}>
      <div class={styles.form}>
        <p>{t("cloudText")}</p>
        <p class={styles.name} dir="ltr">
          <code>{address()}</code>
        </p>
        <div class={styles.buttons}>
          <Button onClick={() => void copy()}>{t("copyAddress")}</Button>
          <Button variant="primary" onClick={() => props.onClose()}>
            {t("done")}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
