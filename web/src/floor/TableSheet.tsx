import { createSignal, Show } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { createLayer } from "../platform/ui/layers.ts";
import { Sheet } from "../platform/ui/Sheet.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import type { StaffMember } from "../staff/staff-session.ts";
import { tableName } from "../staff/words.ts";
import { makeBillActions } from "./bill/bill-actions.ts";
import { TableBillSheet } from "./bill/TableBillSheet.tsx";
import { createTableBill } from "./bill/table-bill.ts";
import { CloseTable } from "./CloseTable.tsx";
import type { FloorTable } from "./floor.ts";
import type { FloorActions } from "./floor-actions.ts";
import { OpenTable } from "./OpenTable.tsx";
import { QrPanel } from "./QrPanel.tsx";
import { TableDetails } from "./TableDetails.tsx";
import styles from "./TableSheet.module.css";

/** Everything about one table, and what a waiter can do there. */
export function TableSheet(props: {
  readonly table: FloorTable;
  readonly member: StaffMember;
  readonly now: number;
  readonly actions: FloorActions;
  readonly endedBy: (error: unknown) => boolean;
  readonly onClose: () => void;
}) {
  const { t } = staffMessages;
  const [closing, setClosing] = createSignal(false);
  /** Came back from the question: the focus belongs on the button that asked it. */
  let kept = false;
  const name = () => tableName(props.table.label);
  const asking = () => closing() && props.table.session !== null;
  const [billOpen, setBillOpen] = createSignal(false);
  const endedBy = (error: unknown) => props.endedBy(error);
  const bill = createTableBill({
    sessionId: () => props.table.session?.id,
    changes: () => props.table.session,
    endedBy,
  });
  const billActions = makeBillActions(bill, props.member.role, endedBy);
  createLayer(asking, keep);

  function keep(): void {
    kept = true;
    setClosing(false);
  }

  return (
    <Sheet
      open
      onClose={() => props.onClose()}
      title={asking() ? t("closeSure", { table: name() }) : name()}
      height={props.table.session && !asking() ? "full" : "auto"}
    >
      <Show
        when={closing() && props.table.session}
        fallback={
          <div class={styles.parts}>
            <Show
              when={props.table.session}
              fallback={<OpenTable onOpen={() => props.actions.open(props.table)} />}
            >
              {(session) => (
                <TableDetails
                  session={session()}
                  currency={props.member.restaurant.currency}
                  bill={bill}
                  onOpenBill={() => setBillOpen(true)}
                  now={props.now}
                  actions={props.actions}
                />
              )}
            </Show>
            <QrPanel table={props.table} restaurant={props.member.restaurant.name} />
            <Show when={props.table.session}>
              <Button
                variant="danger"
                size="l"
                wide
                ref={(button) => kept && queueMicrotask(() => button.focus())}
                onClick={() => setClosing(true)}
              >
                {t("close")}
              </Button>
            </Show>
          </div>
        }
      >
        {(session) => (
          <CloseTable
            session={session()}
            currency={props.member.restaurant.currency}
            bill={bill}
            billActions={billActions}
            onOpenBill={() => setBillOpen(true)}
            readCart={() => props.actions.readCart(session())}
            onKeep={keep}
            onClose={async () => {
              const outcome = await props.actions.close(props.table, session());
              if (outcome === "closed") props.onClose();
              return outcome;
            }}
          />
        )}
      </Show>
      <Show when={billOpen()}>
        <TableBillSheet
          bill={bill}
          table={name()}
          actions={billActions}
          onClose={() => setBillOpen(false)}
        />
      </Show>
    </Sheet>
  );
}
