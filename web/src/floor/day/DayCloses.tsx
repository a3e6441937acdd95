import { For, Show } from "solid-js";
import { Badge } from "../../platform/ui/Badge.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import styles from "./DayPage.module.css";
import { type Day, momentText } from "./DayReport.tsx";
import { count } from "./figures.ts";
import { dayMessages } from "./messages/messages.ts";
import { SumTables } from "./SumTables.tsx";
import { Table } from "./Table.tsx";

/**
 * The closes of a day beside each other, what came after the last, and their sum, which is the day; below
 * that each by tax rate and means of payment, unless the one close is all of the day.
 */
export function DayCloses(props: { readonly day: Day; readonly timezone: string | undefined }) {
  const { t } = dayMessages;
  const money = (minor: number) => <Money minor={minor} currency={props.day.currency} />;
  const parts = () => [
    ...props.day.closes.map((close) => ({ ...close, name: nameOf(close) })),
    ...(props.day.unclosed.receipts > 0 ? [{ ...props.day.unclosed, name: t("unclosed") }] : []),
  ];
  return (
    <Show when={props.day.closes.length > 0}>
      <Table
        title={t("closes")}
        heads={[t("closeHead"), t("receipts"), t("sales"), t("tips")]}
        rows={[...parts(), { ...props.day, name: t("total.all") }].map((part) => [
          part.name,
          count(part.receipts),
          money(part.sales),
          money(part.tips),
        ])}
      />
      <For each={props.day.closes}>
        {(close) => (
          <section class={styles.close}>
            <header class={styles.badges}>
              <h3 class={styles.tableTitle}>{nameOf(close)}</h3>
              <Badge tone={close.signed ? "good" : "warn"} icon="receipt">
                {t("closedAs", {
                  first: close.firstReceipt,
                  last: close.lastReceipt,
                  time: momentText(close.at, props.timezone),
                })}
                {" · "}
                {t(close.signed ? "closedSigned" : "closedUnsigned")}
              </Badge>
            </header>
            <Show when={parts().length > 1}>
              <SumTables of={close} currency={props.day.currency} />
            </Show>
          </section>
        )}
      </For>
    </Show>
  );
}

/** "Close 17 (2 of this day)": the number among all, and which one of its day it is. */
function nameOf({ number, ofDay }: Day["closes"][number]): string {
  return dayMessages.t("closeName", { number, ofDay });
}
