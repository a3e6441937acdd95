import { Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { useTable } from "../table/context.ts";
import { payMessages } from "./messages/messages.ts";
import styles from "./RoundDue.module.css";

/** What has to be paid before the table may order again, in minor units, and the way to pay it. */
export function RoundDue(props: { readonly due: number }) {
  const { t } = payMessages;
  const { session, currency, openBill } = useTable();
  const isPaying = () =>
    Object.values(session.view().payments).some(({ status }) => status === "reserved");
  return (
    <div class={styles.due} role="status">
      <p class={styles.text}>
        <Icon name="bill" size={20} />
        <span>
          {t("roundDue", { price: moneyText(props.due, currency()) })}{" "}
          <Show when={isPaying()}>{t("roundPaying")}</Show>
        </span>
      </p>
      <Button variant="primary" size="l" wide onClick={() => openBill()}>
        {t("toBill")}
      </Button>
    </div>
  );
}
