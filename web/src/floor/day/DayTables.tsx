import { type JSX, Show } from "solid-js";
import { Money } from "../../platform/ui/Money.tsx";
import { adjustmentName } from "../../staff/words.ts";
import styles from "./DayPage.module.css";
import { type Day, momentText } from "./DayReport.tsx";
import { count } from "./figures.ts";
import { dayMessages } from "./messages/messages.ts";
import { SumTables } from "./SumTables.tsx";
import { Table } from "./Table.tsx";

/** The figures of a day, the most important first. */
export function DayTables(props: { readonly day: Day; readonly timezone: string | undefined }) {
  const { t } = dayMessages;
  const money = (minor: number) => <Money minor={minor} currency={props.day.currency} />;
  return (
    <>
      <dl class={styles.figures}>
        <Figure label={t("sales")} hint={t("salesHint")}>
          {money(props.day.sales)}
        </Figure>
        <Figure label={t("tips")}>{money(props.day.tips)}</Figure>
        <Show when={props.day.rounding !== 0}>
          <Figure label={t("rounding")}>{money(props.day.rounding)}</Figure>
        </Show>
        <Figure label={t("receipts")}>{count(props.day.receipts)}</Figure>
        <Figure label={t("refunds")}>{count(props.day.refunds)}</Figure>
      </dl>
      <Show when={props.day.receipts > 0} fallback={<p class={styles.none}>{t("nothingPaid")}</p>}>
        <SumTables of={props.day} currency={props.day.currency} />
      </Show>
      <div class={styles.tables}>
        <Table
          title={t("adjustments")}
          heads={[t("kind"), t("times"), t("undone"), t("amount")]}
          rows={props.day.adjustments.map(({ kind, times, undone, amount }) => [
            adjustmentName(kind),
            count(times),
            count(undone),
            amount === null ? "" : money(amount),
          ])}
          hint={t("adjustmentsHint")}
        />
        <Table
          title={t("open")}
          heads={[t("table"), t("openedAt"), t("total"), t("balance")]}
          rows={props.day.open.map(({ table, openedAt, total, balance }) => [
            <bdi>{table}</bdi>,
            momentText(openedAt, props.timezone),
            money(total),
            money(balance),
          ])}
        />
      </div>
    </>
  );
}

function Figure(props: {
  readonly label: string;
  readonly hint?: string;
  readonly children: JSX.Element;
}) {
  return (
    <div class={styles.figure}>
      <dt>{props.label}</dt>
      <dd class={styles.value}>{props.children}</dd>
      <Show when={props.hint}>
        <dd class={styles.hint}>{props.hint}</dd>
      </Show>
    </div>
  );
}
