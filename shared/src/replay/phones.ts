/**
 * What each diner saw on their phone. A phone with signal shows what the log holds; one without shows
 * what the log held when it lost the signal, and what its diner did since.
 *
 * When a phone was offline is not logged but follows from what it sent: lines, confirms and marks
 * carry the time at which they were made, and one that was appended much later had to wait. So a
 * stretch begins with the first thing that waited, not with the loss of the signal, and a stretch in
 * which a diner only tapped on lines that were there already leaves no trace.
 */
import { splitPortionKey, writerOf } from "../document/keys.ts";
import type { SessionView } from "../document/session-document.ts";
import type { DinerId } from "../document/types.ts";
import type { EveningEvent } from "./events.ts";
import type { Journal, KeyChange } from "./journal.ts";
import { indexAtTime, Player } from "./player.ts";

/** An edit that took longer than this from the tap to the log had to wait for a signal, ms. */
export const OFFLINE_AFTER_MS = 5_000;

/** A time during which a diner's phone had no signal. */
export interface OfflineStretch {
  readonly diner: DinerId;
  /** From the first edit that waited to the moment the log had it, ms. */
  readonly from: number;
  readonly to: number;
  /** What the phone had seen by then: the state after so many entries. */
  readonly seen: number;
  /** The entry that brought what had waited. */
  readonly arrived: number;
}

/** All offline stretches, in the order in which they ended. */
export function offlineStretches(
  journal: Journal,
  events: readonly EveningEvent[],
  offlineAfterMs = OFFLINE_AFTER_MS,
): OfflineStretch[] {
  const firstDone = new Map<number, number>();
  for (const { index, doneAt } of events) {
    firstDone.set(index, Math.min(firstDone.get(index) ?? Number.POSITIVE_INFINITY, doneAt));
  }
  const stretches: OfflineStretch[] = [];
  const lastHeard = new Map<DinerId, number>();
  for (const [arrived, { author, at }] of journal.log.entries()) {
    if (author === "server") continue;
    // Whoever was heard of since was online then, whatever their phone's clock says.
    const from = Math.max(firstDone.get(arrived) ?? at, lastHeard.get(author) ?? 0);
    lastHeard.set(author, at);
    if (at - from <= offlineAfterMs) continue;
    const seen = Math.min(arrived, indexAtTime(journal.log, from));
    stretches.push({ diner: author, from, to: at, seen, arrived });
  }
  return stretches;
}

/** Shows any moment of an evening as each diner saw it. */
export class Phones {
  readonly #journal: Journal;
  readonly #stretches: readonly OfflineStretch[];
  /** One for each diner, for phones see different moments. */
  readonly #players = new Map<DinerId, Player>();

  constructor(journal: Journal, stretches: readonly OfflineStretch[]) {
    this.#journal = journal;
    this.#stretches = stretches;
  }

  /** The offline stretch that a diner is in at a time, if any. */
  offlineAt(diner: DinerId, time: number): OfflineStretch | null {
    return this.#stretches.find((s) => s.diner === diner && s.from <= time && time < s.to) ?? null;
  }

  /** The document as a diner's phone showed it at a time, ms. */
  viewOf(diner: DinerId, time: number): SessionView {
    const stretch = this.offlineAt(diner, time);
    let player = this.#players.get(diner);
    if (!player) {
      player = new Player(this.#journal);
      this.#players.set(diner, player);
    }
    if (!stretch) return player.seek(indexAtTime(this.#journal.log, time)).view();
    const arriving = this.#journal.changes[stretch.arrived] ?? [];
    return withWaiting(player.seek(stretch.seen).view(), arriving, diner, time);
  }
}

/** The view with what a diner had done by a time and could not send yet. */
function withWaiting(
  seen: SessionView,
  arriving: readonly KeyChange[],
  diner: DinerId,
  time: number,
): SessionView {
  const own = arriving.filter((c) => c.after !== undefined && writerOf(c.root, c.key) === diner);
  const done = (root: string) =>
    own.filter((c) => c.root === root && (c.after as { readonly at: number }).at <= time);
  const added = (root: string) => Object.fromEntries(done(root).map((c) => [c.key, c.after]));
  const lines = { ...seen.lines, ...(added("lines") as SessionView["lines"]) };
  const fresh = new Set(Object.keys(added("lines")));
  // A portion has no time of its own: that of a new line came with it.
  const portions = own.filter(
    (c) => c.root === "portions" && fresh.has(splitPortionKey(c.key).lineId),
  );
  return {
    ...seen,
    lines,
    portions: {
      ...seen.portions,
      ...Object.fromEntries(portions.map((c) => [c.key, c.after as number])),
    },
    confirms: { ...seen.confirms, ...(added("confirms") as SessionView["confirms"]) },
    marks: { ...seen.marks, ...(added("marks") as SessionView["marks"]) },
  };
}
