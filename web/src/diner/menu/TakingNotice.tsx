import { localAt } from "@tureen/shared/menu/timing/local-time";
import { Show } from "solid-js";
import { localTimeText } from "../../menu/time-text.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { MenuStore } from "../model/menu-store.ts";
import { LAST_CALL } from "../model/menu-time.ts";
import styles from "./TakingNotice.module.css";

/** Says that orders are not taken and when they are, or that soon they will not be. */
export function TakingNotice(props: { readonly menu: MenuStore }) {
  const { t } = dinerMessages;

  function text(): string | undefined {
    const taking = props.menu.taking();
    const local = props.menu.local();
    const time = (at: number) => localTimeText(at, local);
    switch (taking.kind) {
      case "paused": {
        const until = localAt(taking.until, props.menu.service());
        return t("takingPaused", { time: time(until) });
      }
      case "last-orders":
        return taking.opens === null
          ? t("takingOver")
          : t("takingOverUntil", { time: time(taking.opens) });
      case "closed":
        return taking.opens === null
          ? t("takingClosed")
          : t("takingClosedUntil", { time: time(taking.opens) });
      case "open":
        return taking.lastOrders !== null && taking.lastOrders - local <= LAST_CALL
          ? t("lastOrdersAt", { time: time(taking.lastOrders) })
          : undefined;
    }
  }

  return (
    <div role="status">
      <Show when={text()}>
        {(words) => (
          <p class={styles.notice} data-open={props.menu.taking().kind === "open"}>
            <Icon name="clock" size={20} />
            <span>{words()}</span>
          </p>
        )}
      </Show>
    </div>
  );
}
