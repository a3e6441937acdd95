import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import type { Station } from "@tureen/shared/menu/stations";
import { nextStatus } from "@tureen/shared/orders/status";
import { Index, Show } from "solid-js";
import { guestName } from "../platform/ui/seat.ts";
import { tableName } from "../staff/words.ts";
import { ageLevel, waitingSince } from "./age.ts";
import { BigButton } from "./BigButton.tsx";
import { isWaiting } from "./courses.ts";
import type { TicketNews } from "./create-kitchen.ts";
import { DishPane } from "./DishPane.tsx";
import { HeldCourses } from "./HeldCourses.tsx";
import type { ShownLine } from "./merge-lines.ts";
import { kitchenMessages } from "./messages/messages.ts";
import { Shares } from "./Shares.tsx";
import type { Share } from "./screen-view.ts";
import { TicketAge } from "./TicketAge.tsx";
import styles from "./TicketCard.module.css";
import { TicketLine } from "./TicketLine.tsx";
import { isNothingToCook } from "./wanted.ts";
import { longestWord } from "./words.ts";

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
  /** Its dishes as they are shown, perhaps several as one. */
  readonly lines: readonly ShownLine[];
  /** In how many columns they stand. */
  readonly inner: number;
  /** The key that acts on it, if keys are in use. */
  readonly hotkey: string | undefined;
  readonly onForward: () => void;
  /** A course of it is fired. */
  readonly onFire: (course: number) => void;
  /** Dishes are cooked, or are not after all. */
  readonly onTick: (lines: ShownLine["parts"]) => void;
  readonly onMore: () => void;
  /** Told of the list of its dishes once it is drawn. */
  readonly onList: (list: HTMLElement) => void;
}

/** An order on the board: whose, how old, what to cook, and the one button that moves it on. */
export function TicketCard(props: TicketCardProps) {
  const { t } = kitchenMessages;
  const age = () => props.now - waitingSince(props.ticket);
  const level = () => ageLevel(age(), props.station);
  const number = () => String(props.ticket.number);
  const table = () => tableName(props.ticket.table);
  /** Nothing is to be done for it before a course is fired. */
  const waiting = () => isWaiting(props.ticket);
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
      data-status={nothingToCook() ? "nothing" : waiting() ? "held" : props.ticket.status}
      data-age={waiting() ? undefined : level()}
      aria-label={`${t("order", { number: number() })}, ${table()}`}
    >
      <header class={styles.head}>
        <div class={styles.ids}>
          <Show when={props.hotkey}>
            <kbd class={styles.hotkey}>{props.hotkey}</kbd>
          </Show>
          <h2
            class={styles.table}
            style={{ "--word": longestWord(table()), "--letters": table().length }}
          >
            <bdi>{table()}</bdi>
          </h2>
          <p class={styles.number} dir="ltr">
            #{number()}
          </p>
        </div>
        <div class={styles.state}>
          <p class={styles.status}>
            {nothingToCook()
              ? t("nothingToCook")
              : t(`status.${waiting() ? "held" : props.ticket.status}`)}
          </p>
          <Show when={!waiting()}>
            <TicketAge ms={age()} level={level()} />
          </Show>
        </div>
      </header>
      <Show when={forAll()}>
        {(line) => (
          <p class={styles.forAll}>
            {t("for", { name: guestName(line().for, line().forSeat ?? 0) })}
          </p>
        )}
      </Show>
      <DishPane inner={props.inner} onList={props.onList}>
        <Index each={props.lines}>
          {(shown) => (
            <TicketLine
              line={shown().line}
              parts={shown().parts}
              order={props.ticket.status}
              saysForWhom={forAll() === undefined}
              onTick={() => props.onTick(shown().parts)}
            />
          )}
        </Index>
      </DishPane>
      <HeldCourses ticket={props.ticket} onFire={props.onFire} />
      <Show when={props.shares}>
        {(shares) => <Shares label={shares().label} shares={shares().of} />}
      </Show>
      <footer class={styles.foot}>
        <Show when={!waiting()}>
          <BigButton
            look="go"
            class={styles.forward}
            busy={props.busy}
            data-intent={props.ticket.status}
            aria-label={t("actLabel", {
              action: action(),
              number: number(),
              table: table(),
            })}
            onClick={() => props.onForward()}
          >
            {action()}
          </BigButton>
        </Show>
        <BigButton
          icon="more"
          aria-label={t("more", { number: number() })}
          onClick={() => props.onMore()}
        />
      </footer>
    </article>
  );
}
