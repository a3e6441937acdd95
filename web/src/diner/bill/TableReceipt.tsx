import { createSignal, Show } from "solid-js";
import { billMessages } from "../../bill/messages/messages.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { toast } from "../../platform/ui/toasts.ts";
import { useTable } from "../table/context.ts";
import { payMessages } from "./messages/messages.ts";
import { ReceiptLink } from "./ReceiptLink.tsx";
import styles from "./ReceiptList.module.css";

/**
 * The receipt for the whole table, for whoever at it wants one: the same for all until the bill changes.
 * Once given out, this phone keeps the way to it.
 */
export function TableReceipt(props: {
  /** The state of the bill that it is to be of. */
  readonly mark: string;
}) {
  const { t } = payMessages;
  const { session, receipts } = useTable();
  const [busy, setBusy] = createSignal(false);
  /** It was asked for just now. */
  let asked = false;
  const current = () => {
    const kept = receipts.table();
    return kept?.mark === props.mark ? kept : undefined;
  };

  async function issue(): Promise<void> {
    setBusy(true);
    const { mark } = props;
    try {
      const token = await session.token();
      const issued = await call("issueOwnTableReceipt", { token, body: {} });
      asked = true;
      receipts.keepTable({ ...issued, mark });
    } catch (error) {
      toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    } finally {
      setBusy(false);
    }
  }

  return (
    <Show
      when={current()}
      fallback={
        <Button icon="receipt" size="l" wide busy={busy()} onClick={() => void issue()}>
          {t("tableReceipt")}
        </Button>
      }
    >
      {(receipt) => (
        <section role="status">
          <h3 class={styles.title}>{t("tableReceipt")}</h3>
          <ReceiptLink
            token={receipt().token}
            ref={(link) => {
              // The button that was tapped is gone: who reads with keys or by ear goes on at the link.
              if (asked) queueMicrotask(() => link.focus());
            }}
          >
            {billMessages.t("receipt", { number: String(receipt().number) })}
          </ReceiptLink>
        </section>
      )}
    </Show>
  );
}
