/**
 * Promise 7: a restaurant's events and orders are numbered 1, 2, 3 … without gaps, and every screen
 * was brought each event once, in order and as it is, so that its view is the database's.
 */
import { isDeepStrictEqual } from "node:util";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import type { HistoryEvent, ScreenEvent } from "../history.ts";
import type { StatusRow } from "./evidence.ts";
import type { Check, Offence, ViolationCode } from "./finding.ts";
import type { Ground } from "./ground.ts";

export const checkKitchenNumbers: Check = (events, ground) => {
  const offences = [
    ...gaps(ground.statusHistory, "kitchen-number-missing", "event"),
    ...gaps(ground.orders, "order-number-missing", "order"),
  ];
  const rows = new Map(ground.statusHistory.map((row) => [row.number, row]));
  const screens = new Map<string, Screen>();
  let received = 0;
  for (const event of events) {
    if (!isScreenEvent(event)) continue;
    const screen = screens.get(event.screen) ?? new Screen(event.screen);
    screens.set(event.screen, screen);
    if (event.kind === "kitchen-event") received += 1;
    screen.receive(event, rows);
  }
  for (const screen of screens.values()) {
    screen.finish(ground);
    offences.push(...screen.offences);
  }
  const kitchenEvents = ground.statusHistory.length;
  return { offences, counts: { kitchenEvents, screens: screens.size, screenEvents: received } };
};

function gaps(
  rows: readonly { readonly number: number }[],
  code: ViolationCode,
  what: string,
): Offence[] {
  const offences: Offence[] = [];
  const numbers = rows.map((row) => row.number).sort((a, b) => a - b);
  let last = 0;
  for (const number of numbers) {
    if (number !== last + 1) {
      offences.push({
        code,
        message: `After ${what} ${last} comes ${what} ${number}.`,
        ids: { after: last, number },
        about: (e) =>
          e.kind === "kitchen-event" && e.number >= last && e.number <= number && what === "event",
      });
    }
    last = number;
  }
  return offences;
}

/** One kitchen screen as its own record shows it. */
class Screen {
  readonly offences: Offence[] = [];
  readonly #name: string;
  /** The number that it has; null until it connects. */
  #cursor: number | null = null;
  /** The first number that it asked for; what came before is not in its view. */
  #since: number | null = null;
  readonly #view = new Map<string, OrderStatus>();

  constructor(name: string) {
    this.#name = name;
  }

  receive(event: ScreenEvent, rows: ReadonlyMap<number, StatusRow>): void {
    switch (event.kind) {
      case "kitchen-connected":
        this.#cursor = event.after;
        this.#since ??= event.after;
        return;
      case "kitchen-reset":
        // From where it stands it only reads the tickets again, with the names as they are now.
        if (event.last !== this.#cursor) {
          const what = `was told to start over from ${event.last}`;
          this.#say("screen-set-back", event.last, what, event.last);
        }
        this.#cursor = event.last;
        return;
      case "kitchen-event": {
        const expected = (this.#cursor ?? 0) + 1;
        if (event.number !== expected) {
          this.#say(
            "screen-missed-event",
            event.number,
            `was brought event ${event.number} where ${expected} was next`,
            event.number - 1,
          );
        }
        const row = rows.get(event.number);
        if (!row || !isSame(row, event)) {
          this.#say(
            "screen-event-differs",
            event.number,
            `was brought an event ${event.number} that is not the database's`,
          );
        }
        this.#cursor = event.number;
        this.#view.set(event.order, event.to);
      }
    }
  }

  /** Compares the view with the database, for all orders that the screen was to hear of. */
  finish(ground: Ground): void {
    const since = this.#since ?? 0;
    const last = ground.statusHistory.at(-1)?.number ?? 0;
    const heard = new Map<string, OrderStatus>();
    for (const row of ground.statusHistory) if (row.number > since) heard.set(row.order, row.to);
    const different = [...heard].filter(([order, status]) => this.#view.get(order) !== status);
    const unknown = [...this.#view.keys()].filter((order) => !heard.has(order));
    if ((this.#cursor ?? 0) === last && different.length + unknown.length === 0) return;
    this.#say(
      "screen-behind",
      last,
      `ends at event ${this.#cursor ?? 0} of ${last}; ${different.length} orders stand elsewhere ` +
        `than in the database, ${unknown.length} are not in it`,
    );
  }

  /** `rightAfter`: the event after which it would have been no offence. */
  #say(code: ViolationCode, number: number, what: string, rightAfter?: number): void {
    const screen = this.#name;
    this.offences.push({
      code,
      message: `Screen ${screen} ${what}.`,
      ids: { screen, number },
      about: (e) => isScreenEvent(e) && e.screen === screen,
      // Without the events before it, any event would come too early, and any view be behind.
      excuses: (e) =>
        isScreenEvent(e) &&
        (rightAfter === undefined
          ? code === "screen-behind"
          : e.kind === "kitchen-connected" ||
            (e.kind === "kitchen-event" && e.number === rightAfter)),
    });
  }
}

/** Whether a screen was brought what a row of the history says. */
function isSame(row: StatusRow, event: Extract<ScreenEvent, { kind: "kitchen-event" }>): boolean {
  const said = ({ order, from, to, moves }: Pick<StatusRow, "order" | "from" | "to" | "moves">) => [
    ...[order, from, to, moves],
  ];
  return isDeepStrictEqual(said(row), said(event));
}

function isScreenEvent(event: HistoryEvent): event is HistoryEvent & ScreenEvent {
  return (
    event.kind === "kitchen-connected" ||
    event.kind === "kitchen-event" ||
    event.kind === "kitchen-reset"
  );
}
