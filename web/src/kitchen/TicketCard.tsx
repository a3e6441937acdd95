import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { Station } from "@tureen/shared/menu/stations";
import { nextStatus } from "@tureen/shared/orders/status";
import { Index, Show } from "solid-js";
import { guestName } from "../platform/ui/seat.ts";
import { tableName } from "../staff/words.ts";
import { ageLevel, waitingSince } from "./age.ts";
import { BigButton } from "./BigButton.tsx";
import type { TicketNews } from "./create-kitchen.ts";
import { kitchenMessages } from "./messages/messages.ts";
import { Shares } from "./Shares.tsx";
import type { Share } from "./screen-view.ts";
import { TicketAge } from "./TicketAge.tsx";
import styles from "./TicketCard.module.css";
import { TicketLine } from "./TicketLine.tsx";
import { isNothingToCook } from "./wanted.ts";

export interface TicketCardProps {
  readonly ticket: Ticket;
  /** How much of it others make, or are waited for with, by what that is called. */
  readonly shares: { readonly label: string; readonly of: readonly Share[] } | undefined;
  /** Whose times it is told by; left out: everybody's. */
  readonly station: Station | undefined;
  /** The server's time, ticking. */
  readonly now: number;
  readonly busy: boolean;
  /** Why it stands out, if it does. */
  readonly news: TicketNews | undefined;
  /** The number key that acts on it, if keys are in use. */
  readonly hotkey: number | undefined;
  readonly onForward: () => void;
  /** A dish is cooked, or is not after all. */
  readonly onTick: (line: Ticket["lines"][number]) => void;
  readonly onMore: () => void;
}

/** An order on the board: whose, how old, what to cook, and the one button that moves it on. */
export function TicketCard(props: TicketCardProps) {
  const { t } = kitchenMessages;
  const age = () => props.now - waitingSince(props.ticket);
  const level = () => ageLevel(age(), props.station);
  const number = () => String(props.ticket.number);
  const nothingToCook = () => isNothingToCook(props.ticket);
  /** Said once where several dishes are all for the same guest. */
  const forAll = () => {
    const [first, ...more] = props.ticket.lines;
    const isForAll = more.length > 0 && more.every(({ forSeat }) => forSeat === first?.forSeat);
    return isForAll && first?.forSeat ? first : undefined;
  };
  const action = () => {
    if (nothingToCook()) return t("putAway");
    const next = nextStatus(props.ticket.status);
    return next && next !== "placed" && next !== "cancelled" ? t(`act.${next}`) : "";
  };
  return (
    <article
      class={styles.ticket}
      classList={{ [styles.fresh ?? ""]: props.news !== undefined }}
      data-news={props.news}
      data-status={nothingToCook() ? "nothing" : props.ticket.status}
      data-age={level()}
      aria-label={`${t("order", { number: number() })}, ${tableName(props.ticket.table)}`}
    >
      <header class={styles.head}>
        <div class={styles.ids}>
          <Show when={props.hotkey}>
            <kbd class={styles.hotkey}>{props.hotkey}</kbd>
          </Show>
          <h2 class={styles.table}>
            <bdi>{tableName(props.ticket.table)}</bdi>
          </h2>
          <p class={styles.number} dir="ltr">
            #{number()}
          </p>
        </div>
        <div class={styles.state}>
          <p class={styles.status}>
            {nothingToCook() ? t("nothingToCook") : t(`status.${props.ticket.status}`)}
          </p>
          <TicketAge ms={age()} level={level()} />
        </div>
      </header>
      <Show when={forAll()}>
        {(line) => (
          <p class={styles.forAll}>
            {t("for", { name: guestName(line().for, line().forSeat ?? 0) })}
          </p>
        )}
      </Show>
      <ul class={styles.lines}>
        <Index each={props.ticket.lines}>
          {(line) => (
            <TicketLine
              line={line()}
              order={props.ticket.status}
              saysForWhom={forAll() === undefined}
              onTick={() => props.onTick(line())}
            />
          )}
        </Index>
      </ul>
      <Show when={props.shares}>
        {(shares) => <Shares label={shares().label} shares={shares().of} />}
      </Show>
      <footer class={styles.foot}>
        <BigButton
          look="go"
          class={styles.forward}
          busy={props.busy}
          data-intent={props.ticket.status}
          aria-label={t("actLabel", {
            action: action(),
            number: number(),
            table: tableName(props.ticket.table),
          })}
          onClick={() => props.onForward()}
        >
          {action()}
        </BigButton>
        <BigButton
          icon="more"
          aria-label={t("more", { number: number() })}
          onClick={() => props.onMore()}
        />
      </footer>
    </article>
  );
}
