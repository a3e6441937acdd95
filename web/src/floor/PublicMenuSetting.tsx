import { createSignal } from "solid-js";
import { Checkbox } from "../platform/ui/Checkbox.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./OpeningSetting.module.css";

/** Whether the menu has a page that anybody can read. */
export function PublicMenuSetting(props: {
  readonly value: boolean;
  readonly onChange: (value: boolean) => Promise<void>;
}) {
  const { t } = staffMessages;
  const [busy, setBusy] = createSignal(false);
  return (
    <fieldset class={styles.choices}>
      <legend class={styles.legend}>{t("publicMenu")}</legend>
      <p class={styles.text}>{t("publicMenuText")}</p>
      <Checkbox
        checked={props.value}
        disabled={busy()}
        onChange={(wanted) => {
          setBusy(true);
          void props.onChange(wanted).finally(() => setBusy(false));
        }}
      >
        {t("publicMenuShown")}
      </Checkbox>
    </fieldset>
  );
}
