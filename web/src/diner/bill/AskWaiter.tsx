import { openCall } from "@tureen/shared/table/open-call";
import { Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { useTable } from "../table/context.ts";
import styles from "./AskWaiter.module.css";
import { payMessages } from "./messages/messages.ts";

/** Asks the staff for the bill, to pay at the table; says that it was asked, and takes it back. */
export function AskWaiter(props: {
  /** The one thing to do here, where nobody can pay on the phone. */
  readonly primary: boolean;
}) {
  const { t } = payMessages;
  const { session } = useTable();
  const asked = () => openCall(session.view(), session.me) === "bill";
  const call = (wanted: "none" | "bill") => void session.mark({ call: wanted });
  return (
    <Show
      when={asked()}
      fallback={
        <Button
          icon="bill"
          size="l"
          wide
          variant={props.primary ? "primary" : "secondary"}
          onClick={() => call("bill")}
        >
          {props.primary ? t("askBill") : t("askWaiter")}
        </Button>
      }
    >
      <p class={styles.asked} role="status">
        <Icon name="bill" size={20} />
        <span class={styles.text}>{t("asked")}</span>
        <Button variant="quiet" onClick={() => call("none")}>
          {t("takeBack")}
        </Button>
      </p>
    </Show>
  );
}
