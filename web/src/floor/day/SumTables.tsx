import { Money } from "../../platform/ui/Money.tsx";
import styles from "./DayPage.module.css";
import type { Day } from "./DayReport.tsx";
import { count, rateText } from "./figures.ts";
import { dayMessages } from "./messages/messages.ts";
import { Table } from "./Table.tsx";

/** What some receipts come to by tax rate and by means of payment: those of the day, or of a close. */
export function SumTables(props: {
  readonly of: Pick<Day, "taxes" | "means">;
  readonly currency: string;
}) {
  const { t } = dayMessages;
  const money = (minor: number) => <Money minor={minor} currency={props.currency} />;
  return (
    <div class={styles.tables}>
      <Table
        title={t("taxes")}
        heads={[t("rate"), t("gross"), t("net"), t("tax")]}
        rows={props.of.taxes.map(({ rate, gross, tax }) => [
          rateText(rate),
          money(gross),
          money(gross - tax),
          money(tax),
        ])}
      />
      <Table
        title={t("means")}
        heads={[t("method"), t("payments"), t("amount"), t("tips")]}
        rows={props.of.means.map(({ method, payments, amount, tips }) => [
          t(`method.${method}`),
          count(payments),
          money(amount),
          money(tips),
        ])}
      />
    </div>
  );
}
