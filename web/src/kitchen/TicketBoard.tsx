import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { createMemo, For, onCleanup, onMount, Show } from "solid-js";
import { keyOfTicket } from "./bump-keys.ts";
import type { Kitchen } from "./create-kitchen.ts";
import type { Pages } from "./create-pages.ts";
import type { ShownLine } from "./merge-lines.ts";
import { kitchenMessages } from "./messages/messages.ts";
import type { Moves } from "./moves.ts";
import { madeElsewhere, type ScreenView, waitedFor } from "./screen-view.ts";
import { createSwipe } from "./swipe.ts";
import styles from "./TicketBoard.module.css";
import { TicketCard } from "./TicketCard.tsx";

/** A page of tickets in columns, oldest at the top and first in reading direction. */
export function TicketBoard(props: {
  readonly pages: Pages;
  readonly kitchen: Kitchen;
  readonly view: ScreenView;
  readonly moves: Moves;
  readonly linesOf: (ticket: Ticket) => readonly ShownLine[];
  readonly now: number;
  readonly hotkeys: boolean;
  readonly onMore: (orderId: string) => void;
}) {
  const { t } = kitchenMessages;
  let root!: HTMLDivElement;

  onMount(() => {
    const measure = () => {
      const { rowGap } = getComputedStyle(root);
      const { fontSize } = getComputedStyle(document.documentElement);
      props.pages.fit({
        width: root.clientWidth,
        height: root.clientHeight,
        gap: Number.parseFloat(rowGap) || 0,
        rem: Number.parseFloat(fontSize),
        screenHeight: window.innerHeight,
      });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(root);
    addEventListener("resize", measure);
    createSwipe(root, (by) => props.pages.turn(by));
    onCleanup(() => {
      observer.disconnect();
      removeEventListener("resize", measure);
    });
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

  // By id and wherever it stands, so that a ticket that changes or moves up keeps its element and its focus.
  const ids = createMemo(() => props.pages.shown().map(({ orderId }) => orderId));
  const byId = createMemo(
    () => new Map(props.pages.shown().map((ticket, at) => [ticket.orderId, { ticket, at }])),
  );
  const placeOf = (orderId: string) => {
    const place = props.pages.places().of.get(orderId);
    return {
      "inset-inline-start": `${place?.across ?? 0}px`,
      "inset-block-start": `${place?.down ?? 0}px`,
      "max-block-size": props.pages.layout().flowing ? undefined : `${place?.room ?? 0}px`,
    };
  };
  const drawn = () => props.pages.drawn();

  return (
    <div
      ref={root}
      class={styles.board}
      data-flowing={props.pages.layout().flowing || undefined}
      style={{
        "--type": drawn().type,
        "--inner": drawn().inner,
        "--column": `${drawn().width}px`,
        "--width": props.pages.layout().units,
        "block-size": props.pages.layout().flowing ? `${props.pages.places().end}px` : undefined,
      }}
    >
      <For each={ids()}>
        {(orderId) => {
          const ticket = createMemo(() => byId().get(orderId)?.ticket);
          const hotkey = () => {
            const at = byId().get(orderId)?.at;
            return props.hotkeys && at !== undefined ? keyOfTicket(at) : undefined;
          };
          return (
            <Show when={ticket()}>
              {(current) => (
                <div class={styles.place} style={placeOf(orderId)}>
                  <TicketCard
                    ticket={current()}
                    lines={props.linesOf(current())}
                    inner={drawn().inner}
                    shares={sharesOf(current())}
                    station={props.view.station}
                    now={props.now}
                    busy={props.kitchen.busy().has(orderId)}
                    news={props.kitchen.fresh().get(orderId)}
                    hotkey={hotkey()}
                    onForward={() => void props.moves.forward(current())}
                    onFire={(course) => props.moves.fire(current(), course)}
                    onTick={(lines) => props.moves.tick(current(), lines)}
                    onMore={() => props.onMore(orderId)}
                    onList={(list) =>
                      props.pages.heights.measure(list, () => props.linesOf(current()), drawn)
                    }
                  />
                </div>
              )}
            </Show>
          );
        }}
      </For>
    </div>
  );
}
