import { Icon } from "../platform/ui/Icon.tsx";
import { BigButton } from "./BigButton.tsx";
import styles from "./GoneStation.module.css";
import { kitchenMessages } from "./messages/messages.ts";

/** Says that this screen's station was removed, and that it shows everything until somebody chooses. */
export function GoneStation(props: { readonly onChoose: () => void }) {
  const { t } = kitchenMessages;
  return (
    <div class={styles.note}>
      <Icon name="alert" size={32} />
      <p role="alert">{t("stationGone")}</p>
      <BigButton onClick={() => props.onChoose()}>{t("chooseScreen")}</BigButton>
    </div>
  );
}
