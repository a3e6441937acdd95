/** Finds the shortest history that still shows an offence. */
import type { HistoryEvent } from "../history.ts";
import { type Check, nameOf, type Offence } from "./finding.ts";
import { type Ground, groundOf } from "./ground.ts";

/** Judgements spent on one offence; a longer history than possible is better than no answer. */
const MAX_TRIES = 400;
/** Time spent on one offence, ms; some judgements search long. */
const MAX_MS = 10_000;
/** Events shown of an offence that the evidence shows by itself. */
const MAX_CONTEXT = 30;

/**
 * The events that have to do with an offence, and of those only as many as it takes for the check to
 * find it again. An offence that the evidence alone shows is given the last events about it.
 */
export function shortestHistory(
  check: Check,
  events: readonly HistoryEvent[],
  ground: Ground,
  offence: Offence,
): readonly HistoryEvent[] {
  const { session } = offence.ids;
  const scene = typeof session === "string" ? groundOf(ground, session) : ground;
  const name = nameOf(offence);
  let tries = 0;
  const until = performance.now() + MAX_MS;
  const shows = (some: readonly HistoryEvent[]) => {
    tries += 1;
    return check(some, scene).offences.some((found) => nameOf(found) === name);
  };
  const about = events.filter(offence.about);
  const excuses = new Set(about.filter((event) => offence.excuses?.(event) ?? false));
  if (!shows(about) || (excuses.size === 0 && shows([]))) return about.slice(-MAX_CONTEXT);

  // Leaves out ever smaller parts, in the end single events, as long as the rest still shows it.
  let kept: readonly HistoryEvent[] = about;
  const droppable = () => kept.filter((event) => !excuses.has(event));
  for (let size = Math.ceil(droppable().length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (
      let from = 0;
      from < droppable().length && tries < MAX_TRIES && performance.now() < until;
    ) {
      const part = new Set(droppable().slice(from, from + size));
      const rest = kept.filter((event) => !part.has(event));
      if (shows(rest)) kept = rest;
      else from += size;
    }
  }
  return kept;
}
