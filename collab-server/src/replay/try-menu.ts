import { setImmediate } from "node:timers/promises";
import type { MenuCache } from "@tureen/persistence/menu/menu-cache";
import type { Database } from "@tureen/persistence/platform/database";
import { findDecidedSessions } from "@tureen/persistence/replay/find-decided-sessions";
import { readRecording } from "@tureen/persistence/replay/read-recording";
import type { Menu } from "@tureen/shared/menu/menu";
import {
  businessDayStart,
  type DayRule,
  nextBusinessDay,
} from "@tureen/shared/platform/business-day";
import type { TriedMenu } from "@tureen/shared/replay/endpoints";
import type { Recording } from "@tureen/shared/replay/recording";
import { TriedDay } from "@tureen/shared/replay/tried-day";
import { type WhatIfReport, whatIfInSteps } from "@tureen/shared/replay/what-if";

/** Confirms in one answer: a full day of a large house. */
const MAX_CONFIRMS = 2000;
/** How long one answer may take, ms; what is not tried by then is left out. */
const MAX_MS = 15_000;
/** Rejections that are told in detail. */
const MAX_DETAILED = 50;

/**
 * What a business day would have come to with another menu, which has the dishes' ids. Reads one session
 * after the other, and lets others have the event loop between two confirms. The earliest sessions of
 * the day come first; what is beyond the limits is counted as left out.
 */
export async function tryMenu(
  database: Database,
  day: { readonly date: string; readonly days: DayRule; readonly menu: Menu },
  {
    menus,
    maxConfirms = MAX_CONFIRMS,
    maxMs = MAX_MS,
  }: { readonly menus: MenuCache; readonly maxConfirms?: number; readonly maxMs?: number },
): Promise<TriedMenu> {
  const { date, days, menu } = day;
  const { restaurantId, currency } = menu;
  const deadline = performance.now() + maxMs;
  const late = () => performance.now() >= deadline;
  const from = businessDayStart(date, days);
  const until = nextBusinessDay(from, days);
  const tried = new TriedDay(menu);
  let [notKept, leftOut] = [0, 0];
  for (const found of await findDecidedSessions(database, { restaurantId, from, until })) {
    const { sessionId, table, confirms, logKept } = found;
    if (!logKept) {
      notKept += confirms;
    } else if (leftOut > 0 || tried.tried + confirms > maxConfirms || late()) {
      leftOut += confirms;
    } else {
      const { recording } = await readRecording(database, { restaurantId, sessionId }, { menus });
      const report = await decideAgain(recording, menu, late);
      if (report === "too-long") leftOut += confirms;
      else notKept += confirms - addOfDay(tried, table, report, { from, until });
    }
  }
  const { was, would, accepted, rejected } = tried;
  return {
    ...{ currency, confirms: { tried: tried.tried, notKept, leftOut }, was, would },
    ...{ dishes: tried.dishes(), accepted },
    rejected: {
      count: rejected.length,
      amount: rejected.reduce((sum, { amount }) => sum + amount, 0),
      first: rejected.slice(0, MAX_DETAILED),
    },
  };
}

/** Nothing is tried of a session whose log went meanwhile, or whose prices were in another currency. */
async function decideAgain(
  recording: Recording,
  menu: Menu,
  late: () => boolean,
): Promise<WhatIfReport | "too-long" | null> {
  const foreign = recording.menus.some(({ currency }) => currency !== menu.currency);
  if (!recording.logKept || foreign) return null;
  const steps = whatIfInSteps(recording, menu);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await setImmediate();
    if (!late()) continue;
    steps.return({ confirms: [], recordedTotal: 0, otherwiseTotal: 0 });
    return "too-long";
  }
}

/** Adds a session's confirms of the day, which may not be all of them; returns how many. */
function addOfDay(
  tried: TriedDay,
  table: string,
  report: WhatIfReport | null,
  { from, until }: { readonly from: Date; readonly until: Date },
): number {
  const ofDay = (report?.confirms ?? []).filter(
    ({ at }) => at >= from.getTime() && at < until.getTime(),
  );
  for (const entry of ofDay) tried.add(table, entry);
  return ofDay.length;
}
