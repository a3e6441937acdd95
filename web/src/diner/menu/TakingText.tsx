import { localAt } from "@tureen/shared/menu/timing/local-time";
import { localTimeText } from "../../menu/time-text.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { MenuStore } from "../model/menu-store.ts";
import styles from "./TakingText.module.css";

/** What a notice about orders says: why none are taken and when they are, or that soon they will not be. */
export function TakingText(props: { readonly menu: MenuStore }) {
  const { t } = dinerMessages;

  function text(): string {
    const taking = props.menu.taking();
    const time = (at: number) => localTimeText(at, props.menu.local());
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
        return taking.lastOrders === null
          ? ""
          : t("lastOrdersAt", { time: time(taking.lastOrders) });
    }
  }

  return (
    <p class={styles.notice} data-open={props.menu.taking().kind === "open"}>
      <Icon name="clock" size={20} />
      <span>{text()}</span>
    </p>
  );
}
