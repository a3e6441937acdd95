import type { OwnWish } from "../../bill/own-payments.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { moneyText } from "../../platform/ui/Money.tsx";
import { useTable } from "../table/context.ts";
import { payMessages } from "./messages/messages.ts";
import styles from "./OpenPayment.module.css";

/** Above the bill: a payment of the reader's that is not over, and the way back to it. */
export function OpenPayment(props: { readonly own: OwnWish; readonly onGoOn: () => void }) {
  const { t } = payMessages;
  const { session, currency } = useTable();
  const text = () => {
    const { kind } = props.own.state;
    if (kind === "sending" && session.link() !== "online") return t("sendingOffline");
    return kind === "sending" || kind === "deciding" ? t(kind) : t("notYet");
  };
  return (
    <section class={styles.card} role="status">
      <p class={styles.title}>
        <Icon name="clock" size={20} />
        {t("yourPayment")}: {moneyText(props.own.wish.amount + props.own.wish.tip, currency())}
      </p>
      <p>{text()}</p>
      <Button variant="primary" onClick={() => props.onGoOn()}>
        {t("goOn")}
      </Button>
    </section>
  );
}
