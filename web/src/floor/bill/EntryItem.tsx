import type { Entry } from "@tureen/shared/table/document/types";
import { Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { moneyChangeText } from "../../platform/ui/Money.tsx";
import { whenText } from "../../platform/ui/when.ts";
import { actorName } from "./actor-name.ts";
import styles from "./EntryItem.module.css";
import { entryText } from "./entry-text.ts";
import { floorBillMessages } from "./messages/messages.ts";
import type { TableBill } from "./table-bill.ts";

/** What its text says already, or what takes nothing off and adds nothing. */
const WITHOUT_AMOUNT: ReadonlySet<Entry["what"]["kind"]> = new Set([
  ...(["charge", "write-off", "service-mode", "reversal"] as const),
]);

/** One change of a bill: what, how much, who, when and why; never gone, at most undone. */
export function EntryItem(props: {
  readonly number: number;
  readonly entry: Entry;
  readonly bill: TableBill;
  readonly undone: boolean;
  readonly onUndo: (() => void) | undefined;
}) {
  const { t } = floorBillMessages;
  const act = () => props.bill.acts().find(({ entry }) => entry === props.number);
  const taken = () => {
    if (WITHOUT_AMOUNT.has(props.entry.what.kind)) return 0;
    return props.bill.bill().changes.find(({ entry }) => entry === props.number)?.amount ?? 0;
  };
  return (
    <li class={styles.item}>
      <div class={styles.words}>
        <p class={styles.what} classList={{ [styles.undone ?? ""]: props.undone }} dir="auto">
          {entryText(props.entry.what, props.bill.view())}
        </p>
        <p class={styles.why}>
          {whenText(props.entry.at)}
          <Show when={act()}>
            {(by) => (
              <>
                {" · "}
                <bdi>{actorName(by())}</bdi>
              </>
            )}
          </Show>
          {" · "}
          <bdi>{props.entry.reason}</bdi>
          <Show when={props.undone}> · {t("undone")}</Show>
        </p>
      </div>
      <Show when={taken()}>
        {(minor) => (
          <span class={`${styles.amount} money`}>
            {moneyChangeText(-minor(), props.bill.bill().currency)}
          </span>
        )}
      </Show>
      <Show when={props.onUndo}>
        {(undo) => (
          <Button variant="quiet" icon="undo" onClick={() => undo()()}>
            {t("act.reversal")}
          </Button>
        )}
      </Show>
    </li>
  );
}
