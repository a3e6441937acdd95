/** What a restaurant's clock and hours said at one moment: what a decision is made by, and recorded with. */
import type { Menu } from "../menu.ts";
import { localAt, localText, parseLocal } from "./local-time.ts";
import { keptMenuAt, type MenuAt } from "./menu-at.ts";
import { hoursAround, isPaused, type Taking, takingAt } from "./opening.ts";
import type { Service } from "./rules.ts";

/**
 * A restaurant's service at a moment. `local` is what its clock showed then, so that a replay needs no
 * table of time zones and comes to the same, whatever becomes of summer time.
 */
export interface DecisionClock extends Service {
  /** "2026-10-25T02:30". */
  readonly local: string;
}

/** The clock of a moment, with the hours as far as they bear on it. */
export function decisionClock(service: Service, at: number): DecisionClock {
  const local = localAt(at, service);
  const { hours, pause, dayStartsAt } = service;
  return {
    ...service,
    hours: hours && hoursAround(hours, local, dayStartsAt),
    pause: pause && isPaused(pause, at) ? pause : null,
    local: localText(local),
  };
}

/** A menu by a clock; as it is written where there is none: from before menus knew the time. */
export function menuByClock(
  menu: Menu,
  clock: DecisionClock | undefined,
): Pick<MenuAt, "menu" | "unserved"> {
  if (!clock) return { menu, unserved: new Map() };
  return keptMenuAt(menu, parseLocal(clock.local), clock.dayStartsAt);
}

/** Whether orders are taken by a clock, for a confirm that arrived at `at`. */
export function takingByClock(clock: DecisionClock | undefined, at: number): Taking["kind"] {
  return clock ? takingAt(clock, parseLocal(clock.local), at).kind : "open";
}
