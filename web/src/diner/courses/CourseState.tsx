import { courseAt } from "@tureen/shared/menu/courses";
import { translated } from "@tureen/shared/menu/menu";
import { lineStatusIn } from "@tureen/shared/orders/courses";
import { isOver } from "@tureen/shared/orders/status";
import type { Order, OrderLine } from "@tureen/shared/table/document/types";
import { Show } from "solid-js";
import type { MenuIndex } from "../../menu/menu-index.ts";
import { menuLanguage } from "../../menu/menu-language.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import styles from "../table/OrderCard.module.css";
import { courseMessages } from "./messages/messages.ts";

/** How far a dish of an order is, where that is not the same for all of it: also that its course waits. */
export function CourseState(props: {
  readonly order: Order;
  readonly line: OrderLine;
  readonly index: MenuIndex | undefined;
}) {
  const { t } = courseMessages;
  const status = () => lineStatusIn(props.order, props.line);
  const text = () => {
    const { course, line } = props.line;
    if (isOver(props.order.status)) return undefined;
    if (course && status() === "held") return t("courseWaits", { course: nameOf(course) });
    // What waited once is told of until it can be carried out.
    if (course?.held && status() !== "ready" && status() !== "served") {
      return t("courseComing", { course: nameOf(course) });
    }
    const own = props.order.progress?.[line];
    return own && uiMessages.t(`status.${own}`);
  };
  /** In the reader's language while the menu still calls the course the same. */
  function nameOf({ number, name }: NonNullable<OrderLine["course"]>): string {
    const known = props.index && courseAt(props.index.menu, number);
    return known?.name === name ? translated(known, menuLanguage()) : name;
  }
  return (
    <Show when={text()}>
      {(words) => (
        <span class={styles.progress} data-status={status()} dir="auto">
          {words()}
        </span>
      )}
    </Show>
  );
}
