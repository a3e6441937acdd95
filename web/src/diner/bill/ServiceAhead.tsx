import { serviceOf } from "@tureen/shared/bill/bill";
import type { SessionView } from "@tureen/shared/table/document/session-document";
import { createMemo, Show } from "solid-js";
import { percentText } from "../../bill/percent-text.ts";
import { moneyText } from "../../platform/ui/Money.tsx";
import { payMessages } from "./messages/messages.ts";
import styles from "./ServiceAhead.module.css";

/** Below a total at the menu's prices: the service charge that the bill will have besides. */
export function ServiceAhead(props: { readonly view: SessionView; readonly currency: string }) {
  const { t } = payMessages;
  const rate = createMemo(() => serviceOf(props.view)?.rate);
  return (
    <Show when={rate()}>
      {(found) => {
        const much = () => {
          const now = found();
          return "percent" in now
            ? percentText(now.percent)
            : moneyText(now.amount, props.currency);
        };
        return <p class={styles.ahead}>{t("serviceAhead", { much: much() })}</p>;
      }}
    </Show>
  );
}
