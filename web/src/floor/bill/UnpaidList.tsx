import { dateTimeFormat } from "@tureen/shared/platform/intl";
import { createSignal, For, Show } from "solid-js";
import { timeLocale } from "../../platform/i18n/locale.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { Money, moneyText } from "../../platform/ui/Money.tsx";
import type { StaffMember } from "../../staff/staff-session.ts";
import { tableName } from "../../staff/words.ts";
import { makeBillActions } from "./bill-actions.ts";
import { floorBillMessages } from "./messages/messages.ts";
import { TableBillSheet } from "./TableBillSheet.tsx";
import { createTableBill } from "./table-bill.ts";
import styles from "./UnpaidList.module.css";
import type { UnpaidTable } from "./unpaid.ts";

/** Tables that are over and not paid, or paid too much: nothing stays open unseen. */
export function UnpaidList(props: {
  readonly tables: readonly UnpaidTable[];
  readonly member: StaffMember;
  readonly endedBy: (error: unknown) => boolean;
  readonly onChanged: () => void;
}) {
  const { t } = floorBillMessages;
  const [chosen, setChosen] = createSignal<UnpaidTable>();
  const over = () =>
    props.tables.filter(
      ({ status, balance, overpaid = 0 }) => status !== "active" && balance + overpaid > 0,
    );
  const time = (at: number) => dateTimeFormat(timeLocale(), { timeStyle: "short" }).format(at);
  return (
    <>
      <Show when={over().length > 0}>
        <section class={styles.unpaid}>
          <h2 class={styles.title}>{t("unpaid")}</h2>
          <ul>
            <For each={over()}>
              {(table) => (
                <li>
                  <button type="button" class={styles.row} onClick={() => setChosen(table)}>
                    <Icon name="bill" size={20} />
                    <span class={styles.words}>
                      <bdi class={styles.name}>{tableName(table.table)}</bdi>
                      <Show when={table.closedAt}>
                        {(at) => (
                          <span class={styles.time}>{t("unpaidSince", { time: time(at()) })}</span>
                        )}
                      </Show>
                    </span>
                    <strong>
                      <Show
                        when={table.balance > 0}
                        fallback={t("toGiveBack", {
                          price: moneyText(table.overpaid ?? 0, props.member.restaurant.currency),
                        })}
                      >
                        <Money minor={table.balance} currency={props.member.restaurant.currency} />
                      </Show>
                    </strong>
                    <Icon name="chevronEnd" size={18} />
                  </button>
                </li>
              )}
            </For>
          </ul>
        </section>
      </Show>
      <Show when={chosen()} keyed>
        {(table) => (
          <BillOf
            table={table}
            member={props.member}
            endedBy={props.endedBy}
            onClose={() => {
              setChosen(undefined);
              props.onChanged();
            }}
          />
        )}
      </Show>
    </>
  );
}

function BillOf(props: {
  readonly table: UnpaidTable;
  readonly member: StaffMember;
  readonly endedBy: (error: unknown) => boolean;
  readonly onClose: () => void;
}) {
  const endedBy = (error: unknown) => props.endedBy(error);
  const bill = createTableBill({ sessionId: () => props.table.sessionId, endedBy });
  const actions = makeBillActions(bill, props.member.role, endedBy);
  return (
    <TableBillSheet
      bill={bill}
      table={tableName(props.table.table)}
      actions={actions}
      onClose={() => props.onClose()}
    />
  );
}
