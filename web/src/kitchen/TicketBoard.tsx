import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { createMemo, createSignal, For, Index, onCleanup, onMount, Show } from "solid-js";
import type { Kitchen } from "./create-kitchen.ts";
import { dealColumns, ticketWeight } from "./lanes.ts";
import { kitchenMessages } from "./messages/messages.ts";
import type { Moves } from "./moves.ts";
import { madeElsewhere, type ScreenView, waitedFor } from "./screen-view.ts";
import styles from "./TicketBoard.module.css";
import { TicketCard } from "./TicketCard.tsx";

/** A column narrower than this breaks dish names too often to be read from afar. In rem. */
const MIN_COLUMN_REM = 16;

/** The tickets in columns, oldest at the top and first in reading direction. */
export function TicketBoard(props: {
  readonly tickets: readonly Ticket[];
  readonly kitchen: Kitchen;
  readonly view: ScreenView;
  readonly moves: Moves;
  readonly now: number;
  readonly hotkeys: boolean;
  readonly onMore: (orderId: string) => void;
}) {
  const [columns, setColumns] = createSignal(1);
  const { t } = kitchenMessages;
  let root: HTMLDivElement | undefined;

  onMount(() => {
    const observer = new ResizeObserver(([entry]) => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      const width = entry?.contentRect.width ?? 0;
      setColumns(Math.max(1, Math.floor(width / (MIN_COLUMN_REM * rem))));
    });
    if (root) observer.observe(root);
    onCleanup(() => observer.disconnect());
  });

  const stations = () => props.kitchen.stations() ?? [];
  const sharesOf = ({ orderId }: Ticket) => {
    const { view } = props;
    const whole = props.kitchen.shown()?.tickets.get(orderId);
    if (!whole) return undefined;
    const of =
      view.kind === "pass" ? waitedFor(whole, stations()) : madeElsewhere(whole, view, stations());
    const label = t(view.kind === "pass" ? "waitingFor" : "alsoAt");
    return of.length > 0 ? { label, of } : undefined;
  };

  // By id, so that a ticket that changes keeps its place, its focus and its element.
  const dealt = createMemo(() =>
    dealColumns(props.tickets, columns(), ticketWeight).map((column) =>
      column.map((ticket) => ticket.orderId),
    ),
  );
  const byId = createMemo(() => new Map(props.tickets.map((ticket) => [ticket.orderId, ticket])));
  const ticketOf = (orderId: string) => byId().get(orderId);
  const placeOf = (orderId: string) =>
    props.tickets.findIndex((ticket) => ticket.orderId === orderId) + 1;

  return (
    <div ref={root} class={styles.board}>
      <Index each={dealt()}>
        {(column) => (
          <div class={styles.column}>
            <For each={column()}>
              {(orderId) => {
                const ticket = createMemo(() => ticketOf(orderId));
                return (
                  <Show when={ticket()}>
                    {(current) => (
                      <TicketCard
                        ticket={current()}
                        shares={sharesOf(current())}
                        station={props.view.station}
                        now={props.now}
                        busy={props.kitchen.busy().has(orderId)}
                        news={props.kitchen.fresh().get(orderId)}
                        hotkey={
                          props.hotkeys && placeOf(orderId) <= 9 ? placeOf(orderId) : undefined
                        }
                        onForward={() => void props.moves.forward(current())}
                        onTick={(line) => props.moves.tick(current(), line)}
                        onMore={() => props.onMore(orderId)}
                      />
                    )}
                  </Show>
                );
              }}
            </For>
          </div>
        )}
      </Index>
    </div>
  );
}
