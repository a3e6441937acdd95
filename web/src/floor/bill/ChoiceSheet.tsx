import type { BillLine } from "@tureen/shared/bill/bill";
import { ADJUSTMENT_RIGHTS } from "@tureen/shared/bill/rights";
import { For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { type AdjustmentKind, BILL_KINDS, LINE_KINDS, voidablePortions } from "./adjustment.ts";
import { adjustmentTitle } from "./adjustment-title.ts";
import type { BillActions } from "./bill-actions.ts";
import styles from "./ChoiceSheet.module.css";
import { floorBillMessages } from "./messages/messages.ts";
import type { TableBill } from "./table-bill.ts";

/** What can be done to a dish or to the whole bill; what needs a manager says so. */
export function ChoiceSheet(props: {
  /** The line of a dish; none: the whole bill. */
  readonly on: BillLine | undefined;
  readonly bill: TableBill;
  readonly actions: BillActions;
  readonly onChoose: (kind: AdjustmentKind) => void;
  readonly onClose: () => void;
}) {
  const { t } = floorBillMessages;
  const bill = () => props.bill.bill();
  const makesSense = (kind: AdjustmentKind) => {
    if (props.on) return kind !== "void" || voidablePortions(props.on) > 0;
    return (
      (kind !== "service-off" || bill().service > 0) && (kind !== "write-off" || bill().free > 0)
    );
  };
  const kinds = () => (props.on ? LINE_KINDS : BILL_KINDS).filter((kind) => makesSense(kind));
  const may = (kind: AdjustmentKind) => props.actions.may(ADJUSTMENT_RIGHTS[kind]);
  return (
    <Sheet
      open
      onClose={() => props.onClose()}
      title={props.on ? t("lineTitle", { dish: props.on.name }) : t("change")}
    >
      <ul class={styles.list}>
        <For each={kinds()}>
          {(kind) => (
            <li>
              <Button wide size="l" disabled={!may(kind)} onClick={() => props.onChoose(kind)}>
                {adjustmentTitle(kind, !props.on, bill())}
              </Button>
            </li>
          )}
        </For>
      </ul>
      <Show when={kinds().some((kind) => !may(kind))}>
        <p class={styles.hint}>{t("needsManager")}</p>
      </Show>
    </Sheet>
  );
}
