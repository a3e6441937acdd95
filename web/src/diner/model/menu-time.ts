import type { Availability, AvailableNow } from "@tureen/shared/menu/availability";
import type { Menu } from "@tureen/shared/menu/menu";
import { type LocalMinute, localAt, momentAt } from "@tureen/shared/menu/timing/local-time";
import { keptMenuAt } from "@tureen/shared/menu/timing/menu-at";
import { nextOpeningEdge, type Taking, takingAt } from "@tureen/shared/menu/timing/opening";
import type { Service } from "@tureen/shared/menu/timing/rules";
import { nextBusinessDay } from "@tureen/shared/platform/business-day";
import { type Accessor, createEffect, createMemo, createSignal, onCleanup } from "solid-js";

/** The longest that a browser's timer waits. */
const LONGEST_MS = 2 ** 31 - 1;
/** So many minutes before the last orders they are called. */
export const LAST_CALL = 30;
/** A server may answer with what it read so long ago, ms. */
const SERVER_KEEPS_MS = 6_000;

/** A menu as the restaurant's clock has it; changes by itself when that comes to it. */
export interface MenuTime {
  /** With the prices that count now. */
  readonly menu: Accessor<Menu | undefined>;
  readonly availability: Accessor<AvailableNow>;
  readonly taking: Accessor<Taking>;
  readonly service: Accessor<Service>;
  /** What the restaurant's clock shows. */
  readonly local: Accessor<LocalMinute>;
  /** Where to ask for the time from now on, ms since the epoch; until then it is the phone's. */
  readonly followClock: (now: () => number) => void;
  /** Looks at the clock again: it may have been set. */
  readonly look: () => void;
}

interface Known {
  readonly menu: Menu;
  readonly availability: Availability;
  readonly service?: Service | undefined;
}

const NOTHING: Availability = { soldOut: [], valuesOut: [], stock: {} };
const ANYWHERE: Service = { timezone: "UTC", dayStartsAt: 0, hours: null, pause: null };

/** `refresh` is called when something may have changed that only the server knows. */
export function createMenuTime(known: Accessor<Known | undefined>, refresh: () => void): MenuTime {
  let clock: () => number = Date.now;
  const [looked, look] = createSignal(undefined, { equals: false });
  const service = () => known()?.service ?? ANYWHERE;
  const written = createMemo(() => known()?.menu, undefined, {
    equals: (a, b) => a?.version === b?.version && a?.restaurantId === b?.restaurantId,
  });
  const at = createMemo(() => {
    looked();
    known();
    return clock();
  });
  const local = createMemo(() => localAt(at(), service()));

  const timed = createMemo(() => {
    const of = written();
    return of && keptMenuAt(of, local(), service().dayStartsAt);
  });
  const menu = createMemo(() => timed()?.menu);
  const availability = createMemo<AvailableNow>(() => {
    const { soldOut, soldOutUntil, valuesOut, stock } = known()?.availability ?? NOTHING;
    const unserved = timed()?.unserved ?? new Map<string, null>();
    const ended = (id: string) => (soldOutUntil?.[id] ?? Number.POSITIVE_INFINITY) <= at();
    return {
      soldOut: soldOut.filter((id) => !ended(id)),
      ...(soldOutUntil && { soldOutUntil }),
      valuesOut: valuesOut.filter((id) => !ended(id)),
      stock,
      unserved,
    };
  });
  const taking = createMemo(() => takingAt(service(), local(), at()), undefined, {
    equals: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  });

  createEffect(() => {
    const now = known();
    if (!now) return;
    const { pause } = service();
    const byClock = Math.min(
      timed()?.until ?? Number.POSITIVE_INFINITY,
      nextOpeningEdge(service(), local()),
    );
    const moments = [
      byClock === Number.POSITIVE_INFINITY ? byClock : momentAt(byClock, service()),
      ...(pause ? [pause.from, pause.until] : []),
      ...Object.values(now.availability.soldOutUntil ?? {}),
    ];
    const next = Math.min(...moments.filter((moment) => moment > at()));
    if (next === Number.POSITIVE_INFINITY) return;
    const timer = setTimeout(() => look(), Math.min(Math.max(0, next - clock()), LONGEST_MS));
    onCleanup(() => clearTimeout(timer));
  });
  // The last orders are called a while before.
  createEffect(() => {
    const now = taking();
    if (now.kind !== "open" || now.lastOrders === null) return;
    const next = momentAt(now.lastOrders - LAST_CALL, service());
    if (next <= at()) return;
    const timer = setTimeout(() => look(), Math.min(next - clock(), LONGEST_MS));
    onCleanup(() => clearTimeout(timer));
  });
  // What is counted by the day is there again, and only the server knows how much.
  createEffect(() => {
    const dishes = written()?.categories.flatMap((category) => category.items) ?? [];
    if (!dishes.some((dish) => dish.stockPerDay !== undefined)) return;
    const next = nextBusinessDay(new Date(at()), service()).getTime() + SERVER_KEEPS_MS;
    const timer = setTimeout(refresh, Math.min(Math.max(0, next - clock()), LONGEST_MS));
    onCleanup(() => clearTimeout(timer));
  });
  // Hidden pages are frozen, and their timers with them.
  const woken = () => {
    if (document.visibilityState === "visible") look();
  };
  document.addEventListener("visibilitychange", woken);
  addEventListener("pageshow", woken);
  onCleanup(() => {
    document.removeEventListener("visibilitychange", woken);
    removeEventListener("pageshow", woken);
  });

  return {
    menu,
    availability,
    taking,
    service,
    local,
    followClock(now) {
      clock = now;
      look();
    },
    look: () => look(),
  };
}
