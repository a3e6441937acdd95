import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { canMove, previousStatus } from "@tureen/shared/orders/status";
import { createSignal, Show } from "solid-js";
import { createLayer } from "../platform/ui/layers.ts";
import { Sheet } from "../platform/ui/Sheet.tsx";
import { guestName } from "../platform/ui/seat.ts";
import { tableName } from "../staff/words.ts";
import { BigButton } from "./BigButton.tsx";
import { CancelForm } from "./CancelForm.tsx";
import { kitchenMessages } from "./messages/messages.ts";
import type { Moves } from "./moves.ts";
import styles from "./TicketSheet.module.css";

/** What else can be done with an order: one step back, or cancel it after saying why. */
export function TicketSheet(props: {
  readonly ticket: Ticket;
  readonly moves: Moves;
  readonly onClose: () => void;
}) {
  const { t } = kitchenMessages;
  const [cancelling, setCancelling] = createSignal(false);
  createLayer(cancelling, () => setCancelling(false));
  const names = () => ({
    number: String(props.ticket.number),
    table: tableName(props.ticket.table),
  });
  return (
    <Sheet
      open
      onClose={props.onClose}
      title={
        cancelling()
          ? t("cancelTitle", names())
          : `${names().table} · ${t("order", { number: names().number })}`
      }
      description={
        cancelling()
          ? undefined
          : t("by", { name: guestName(props.ticket.by, props.ticket.bySeat) })
      }
    >
      <Show
        when={cancelling()}
        fallback={
          <div class={styles.choices}>
            <Show when={previousStatus(props.ticket.status)}>
              {(status) => (
                <BigButton
                  icon="undo"
                  onClick={() => {
                    void props.moves.back(props.ticket);
                    props.onClose();
                  }}
                >
                  {t("back", { status: t(`status.${status()}`) })}
                </BigButton>
              )}
            </Show>
            <Show when={canMove(props.ticket.status, "cancelled")}>
              <BigButton look="danger" icon="trash" onClick={() => setCancelling(true)}>
                {t("cancel")}
              </BigButton>
            </Show>
          </div>
        }
      >
        <CancelForm
          onKeep={props.onClose}
          onCancel={(reason) => {
            void props.moves.cancel(props.ticket, reason);
            props.onClose();
          }}
        />
      </Show>
    </Sheet>
  );
}
