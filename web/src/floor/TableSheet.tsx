import { createSignal, Show } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { createLayer } from "../platform/ui/layers.ts";
import { Sheet } from "../platform/ui/Sheet.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import type { StaffMember } from "../staff/staff-session.ts";
import { tableName } from "../staff/words.ts";
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
  readonly restaurant: StaffMember["restaurant"];
  readonly now: number;
  readonly actions: FloorActions;
  readonly onClose: () => void;
}) {
  const { t } = staffMessages;
  const [closing, setClosing] = createSignal(false);
  /** Came back from the question: the focus belongs on the button that asked it. */
  let kept = false;
  const name = () => tableName(props.table.label);
  const asking = () => closing() && props.table.session !== null;
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
                  currency={props.restaurant.currency}
                  now={props.now}
                  actions={props.actions}
                />
              )}
            </Show>
            <QrPanel table={props.table} restaurant={props.restaurant.name} />
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
            currency={props.restaurant.currency}
            readCart={() => props.actions.readCart(session())}
            onKeep={keep}
            onClose={async () => {
              if (await props.actions.close(props.table, session())) props.onClose();
            }}
          />
        )}
      </Show>
    </Sheet>
  );
}
