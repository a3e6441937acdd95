import { For, type JSX, Show } from "solid-js";
import { Person } from "../../bill/Person.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { floorBillMessages } from "./messages/messages.ts";
import styles from "./TakeShares.module.css";
import type { TableBill } from "./table-bill.ts";
import type { TakeDraft } from "./take-draft.ts";

/** Whose shares are paid: each guest who still owes something, and what nobody has taken. */
export function TakeShares(props: { readonly bill: TableBill; readonly draft: TakeDraft }) {
  const owes = (diner: string) =>
    props.bill.shares().diners.find((each) => each.diner === diner)?.owes ?? 0;
  const debtors = () =>
    props.bill
      .shares()
      .diners.filter(({ owes }) => owes > 0)
      .map(({ diner }) => diner);
  const row = (who: () => JSX.Element, minor: () => number) => (
    <span class={styles.row}>
      {who()}
      <Money minor={minor()} currency={props.bill.bill().currency} />
    </span>
  );
  return (
    <div>
      <For each={debtors()}>
        {(diner) => (
          <Checkbox
            checked={props.draft.of().has(diner)}
            onChange={(wanted) => props.draft.toggle(diner, wanted)}
          >
            {row(
              () => (
                <Person diner={diner} people={props.bill.people} named />
              ),
              () => owes(diner),
            )}
          </Checkbox>
        )}
      </For>
      <Show when={props.bill.shares().unclaimed > 0}>
        <Checkbox
          checked={props.draft.unclaimed()}
          onChange={(wanted) => props.draft.setUnclaimed(wanted)}
        >
          {row(
            () => (
              <span>{floorBillMessages.t("nobodys")}</span>
            ),
            () => props.bill.shares().unclaimed,
          )}
        </Checkbox>
      </Show>
    </div>
  );
}
