import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { canMove } from "@tureen/shared/orders/status";
import { createSignal, Show } from "solid-js";
import { createLayer } from "../platform/ui/layers.ts";
import { Sheet } from "../platform/ui/Sheet.tsx";
import { guestName } from "../platform/ui/seat.ts";
import { tableName } from "../staff/words.ts";
import { BigButton } from "./BigButton.tsx";
import { CancelDish, dishesToCancel } from "./CancelDish.tsx";
import { CancelForm } from "./CancelForm.tsx";
import { backTo } from "./courses.ts";
import { kitchenMessages } from "./messages/messages.ts";
import type { Moves } from "./moves.ts";
import styles from "./TicketSheet.module.css";

/** What else can be done with an order: one step back, or cancel it or a dish of it after saying why. */
export function TicketSheet(props: {
  readonly ticket: Ticket;
  readonly moves: Moves;
  readonly onClose: () => void;
}) {
  const { t } = kitchenMessages;
  const [cancelling, setCancelling] = createSignal<"order" | "dish">();
  createLayer(
    () => cancelling() !== undefined,
    () => setCancelling(undefined),
  );
  const isOpen = () => canMove(props.ticket.status, "cancelled");
  const names = () => ({
    number: String(props.ticket.number),
    table: tableName(props.ticket.table),
  });
  const title = () => {
    if (cancelling() === "order") return t("cancelTitle", names());
    if (cancelling() === "dish") return t("cancelDishTitle", names());
    return `${names().table} · ${t("order", { number: names().number })}`;
  };
  return (
    <Sheet
      open
      onClose={props.onClose}
      title={title()}
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
            <Show when={backTo(props.ticket)}>
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
            <Show when={isOpen() && dishesToCancel(props.ticket).length > 0}>
              <BigButton icon="trash" onClick={() => setCancelling("dish")}>
                {t("cancelDish")}
              </BigButton>
            </Show>
            <Show when={isOpen()}>
              <BigButton look="danger" icon="trash" onClick={() => setCancelling("order")}>
                {t("cancel")}
              </BigButton>
            </Show>
          </div>
        }
      >
        <Show
          when={cancelling() === "dish"}
          fallback={
            <CancelForm
              label={t("cancel")}
              onKeep={props.onClose}
              onCancel={(reason) => {
                void props.moves.cancel(props.ticket, reason);
                props.onClose();
              }}
            />
          }
        >
          <CancelDish
            ticket={props.ticket}
            onKeep={props.onClose}
            onCancel={(line, portions, reason) => {
              void props.moves.cancelDish(props.ticket, line, portions, reason);
              props.onClose();
            }}
          />
        </Show>
      </Show>
    </Sheet>
  );
}
