import { openCall } from "@tureen/shared/table/open-call";
import { Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon } from "../../platform/ui/Icon.tsx";
import { dinerMessages } from "../messages/messages.ts";
import styles from "./CallButtons.module.css";
import { useTable } from "./context.ts";

/** Calls a waiter or asks for the bill; says that it was asked, and lets it be taken back. */
export function CallButtons() {
  const { t } = dinerMessages;
  const { session } = useTable();
  const open = () => openCall(session.view(), session.me);
  const call = (wanted: "none" | "waiter" | "bill") => void session.mark({ call: wanted });
  return (
    <section>
      <Show
        when={open()}
        fallback={
          <div class={styles.buttons}>
            <Button icon="bell" onClick={() => call("waiter")}>
              {t("callWaiter")}
            </Button>
            <Button icon="bill" onClick={() => call("bill")}>
              {t("askBill")}
            </Button>
          </div>
        }
      >
        {(what) => (
          <p class={styles.called} role="status">
            <Icon name={what() === "bill" ? "bill" : "bell"} />
            <span class={styles.text}>
              {what() === "bill" ? t("billAsked") : t("waiterCalled")}
            </span>
            <Button variant="quiet" onClick={() => call("none")}>
              {t("takeBack")}
            </Button>
          </p>
        )}
      </Show>
    </section>
  );
}
