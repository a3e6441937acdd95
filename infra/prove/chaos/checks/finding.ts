/** What the checks say. */
import type { HistoryEvent } from "../history.ts";
import type { Ground } from "./ground.ts";

/** Every way in which a run can fail, and the promise that it breaks. */
export const VIOLATIONS = {
  "history-truncated": 8,
  "session-lost": 1,
  "log-broken": 8,
  "acknowledged-edit-lost": 1,
  "seen-edit-lost": 1,
  "false-saved": 1,
  "edit-altered": 4,
  "edit-invented": 9,
  "outcome-missing": 2,
  "outcome-changed": 2,
  "duplicate-order": 2,
  "receipt-without-order": 5,
  "order-without-receipt": 5,
  "order-despite-rejection": 2,
  "queue-disagrees": 2,
  "line-over-ordered": 3,
  "order-not-as-confirmed": 3,
  "order-not-in-document": 5,
  "order-not-in-tables": 5,
  "order-differs": 5,
  "status-history-broken": 6,
  "kitchen-number-missing": 7,
  "order-number-missing": 7,
  "screen-missed-event": 7,
  "screen-event-differs": 7,
  "screen-set-back": 7,
  "screen-behind": 7,
  "replica-incomplete": 8,
  "replica-differs": 8,
  "snapshot-differs": 8,
  "confirms-not-linearizable": 2,
  "statuses-not-linearizable": 6,
  "lines-not-linearizable": 6,
  "status-seen-backwards": 6,
  "status-answer-not-recorded": 6,
  "status-change-unasked": 6,
  "ended-in-error": 10,
  "double-paid": 10,
  "charge-lost": 10,
  "reservation-stuck": 10,
  "balance-mismatch": 11,
} as const;

export type ViolationCode = keyof typeof VIOLATIONS;

/** A broken promise, as a check finds it. */
export interface Offence {
  readonly code: ViolationCode;
  readonly message: string;
  /** What it is about; with the code it says which offence this is. */
  readonly ids: Readonly<Record<string, string | number>>;
  /** Whether an event of the history has to do with it. */
  readonly about: (event: HistoryEvent) => boolean;
  /**
   * Events among those that speak for the system: a history without them would accuse it of what
   * they explain. They stay when the history is shortened. None unless given.
   */
  readonly excuses?: (event: HistoryEvent) => boolean;
}

/** What a check found, and how many of what it looked at: nothing found among nothing is no proof. */
export interface Finding {
  readonly offences: readonly Offence[];
  readonly counts: Readonly<Record<string, number>>;
}

/** A pure judgement of one promise. */
export type Check = (events: readonly HistoryEvent[], ground: Ground) => Finding;

/** The name of one offence among all. */
export function nameOf(offence: Pick<Offence, "code" | "ids">): string {
  return `${offence.code} ${JSON.stringify(offence.ids)}`;
}

/** The events of each session, in order; those of screens and requests belong to none. */
export function bySession(
  events: readonly HistoryEvent[],
): ReadonlyMap<string, readonly HistoryEvent[]> {
  return Map.groupBy(events, (event) => ("session" in event ? event.session : ""));
}
