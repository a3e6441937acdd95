/**
 * What each diner saw on their phone. A phone with signal shows what the log holds; one without shows
 * what the log held when it lost the signal, and what its diner did since.
 *
 * When a phone was offline is not logged but follows from what it sent when it came back: all its
 * edits at once, of which lines, confirms and marks carry the time at which they were made. So a
 * stretch begins with the first of those, not with the loss of the signal; a tap in it is taken to
 * have been made right after what came before it; and a stretch of nothing but taps on lines that
 * were there already leaves no trace.
 */
import { splitPortionKey } from "../table/document/keys.ts";
import { writerOf } from "../table/document/roots.ts";
import type { SessionView } from "../table/document/session-document.ts";
import type { DinerId } from "../table/document/types.ts";
import type { EveningEvent } from "./events.ts";
import type { Journal } from "./journal.ts";
import { indexAtTime, Player } from "./player.ts";

/** An edit that took longer than this from the tap to the log had to wait for a signal, ms. */
export const OFFLINE_AFTER_MS = 5_000;
/** A phone that is back sends what waited in one go: its edits follow each other this closely, ms. */
const BURST_GAP_MS = 2_000;

/** A time during which a diner's phone had no signal. */
export interface OfflineStretch {
  readonly diner: DinerId;
  /** From the first edit that waited to the moment the log had the last, ms. */
  readonly from: number;
  readonly to: number;
  /** What the phone had seen by then: the state after so many entries. */
  readonly seen: number;
  /** The entries that had waited, and when they were made. */
  readonly waited: readonly { readonly index: number; readonly doneAt: number }[];
}

/** An entry of a diner's, with the time that stands in it, if any does. */
interface Sent {
  readonly index: number;
  readonly at: number;
  readonly stamp: number | undefined;
}

/** All offline stretches, by diner and then by time. */
export function offlineStretches(
  journal: Journal,
  events: readonly EveningEvent[],
): OfflineStretch[] {
  const stamps = new Map<number, number>();
  const seatedAt = new Map<DinerId, number>();
  for (const { kind, index, at, doneAt, ...event } of events) {
    if (kind === "joined" && "diner" in event) seatedAt.set(event.diner, at);
    if (kind === "took" || kind === "marked" || kind === "confirmed") {
      stamps.set(index, Math.min(stamps.get(index) ?? doneAt, doneAt));
    }
  }
  const sentBy = new Map<DinerId, Sent[]>();
  for (const [index, { author, at }] of journal.log.entries()) {
    if (author === "server") continue;
    const sent = sentBy.get(author) ?? [];
    sentBy.set(author, sent);
    sent.push({ index, at, stamp: stamps.get(index) });
  }
  return [...sentBy].flatMap(([diner, sent]) => {
    // Whoever was heard of since was online then, whatever their phone's clock says.
    let heard = seatedAt.get(diner) ?? 0;
    return burstsOf(sent).flatMap((burst) => {
      const stretch = stretchOf(journal, diner, burst, heard);
      heard = burst.at(-1)?.at ?? heard;
      return stretch ?? [];
    });
  });
}

function burstsOf(sent: readonly Sent[]): Sent[][] {
  const bursts: Sent[][] = [];
  for (const each of sent) {
    const burst = bursts.at(-1);
    const before = burst?.at(-1);
    if (burst && before && each.at - before.at <= BURST_GAP_MS) burst.push(each);
    else bursts.push([each]);
  }
  return bursts;
}

/** The stretch that ended with a burst of edits, if they had waited. */
function stretchOf(
  journal: Journal,
  diner: DinerId,
  burst: readonly Sent[],
  heard: number,
): OfflineStretch | null {
  const stamps = burst.flatMap(({ stamp }) => stamp ?? []);
  const from = Math.max(heard, Math.min(...stamps, burst[0]?.at ?? 0));
  let latest = from;
  const waited: { index: number; doneAt: number }[] = [];
  let to = from;
  for (const { index, at, stamp } of burst) {
    latest = Math.min(at, Math.max(latest, stamp ?? latest));
    if (at - latest <= OFFLINE_AFTER_MS) continue;
    waited.push({ index, doneAt: latest });
    to = at;
  }
  const [first] = waited;
  if (!first) return null;
  const seen = Math.min(first.index, indexAtTime(journal.log, from));
  return { diner, from, to, seen, waited };
}

/** A moment of an evening: so many entries of the log have been played, and it is so late, ms. */
export interface Moment {
  readonly index: number;
  readonly time: number;
}

/** Shows any moment of an evening as each diner saw it. */
export class Phones {
  readonly #journal: Journal;
  readonly #stretches = new Map<DinerId, OfflineStretch[]>();
  /** Phones with signal all show the same. */
  readonly #online: Player;
  /** One for each diner who was offline, for such phones see different moments. */
  readonly #offline = new Map<DinerId, Player>();

  constructor(journal: Journal, stretches: readonly OfflineStretch[]) {
    this.#journal = journal;
    this.#online = new Player(journal);
    for (const stretch of stretches) {
      const own = this.#stretches.get(stretch.diner);
      if (own) own.push(stretch);
      else this.#stretches.set(stretch.diner, [stretch]);
    }
  }

  /** The offline stretch that a diner is in at a time, if any. */
  offlineAt(diner: DinerId, time: number): OfflineStretch | null {
    return this.#stretches.get(diner)?.find((s) => s.from <= time && time < s.to) ?? null;
  }

  /** The document as a diner's phone showed it at a time, ms. */
  viewOf(diner: DinerId, time: number): SessionView {
    return this.viewAt(diner, { index: indexAtTime(this.#journal.log, time), time });
  }

  /** The document as a diner's phone showed it at a moment. */
  viewAt(diner: DinerId, { index, time }: Moment): SessionView {
    const stretch = this.offlineAt(diner, time);
    if (!stretch) return this.tableAt(index);
    let player = this.#offline.get(diner);
    if (!player) {
      player = new Player(this.#journal);
      this.#offline.set(diner, player);
    }
    return this.#withWaiting(player.seek(stretch.seen).view(), stretch, time);
  }

  /** The view with what a diner had done by a time and could not send yet. */
  #withWaiting(seen: SessionView, stretch: OfflineStretch, time: number): SessionView {
    const lines = { ...seen.lines };
    const portions = { ...seen.portions };
    const confirms = { ...seen.confirms };
    const marks = { ...seen.marks };
    const own: Record<string, Record<string, unknown>> = { lines, portions, confirms, marks };
    for (const { index, doneAt } of stretch.waited) {
      if (doneAt > time) continue;
      for (const { root, key, after } of this.#journal.changes[index] ?? []) {
        const values = own[root];
        if (!values || after === undefined || writerOf(root, key) !== stretch.diner) continue;
        // One entry may hold several edits, each with a time of its own.
        const { at = doneAt } = after as { readonly at?: number };
        if (at <= time) values[key] = after;
      }
    }
    // A line that is made later in the same entry brings its portions with it.
    for (const key of Object.keys(portions)) {
      if (!Object.hasOwn(lines, splitPortionKey(key).lineId)) delete portions[key];
    }
    return { ...seen, lines, portions, confirms, marks };
  }

  /** The document as the servers, and all phones with signal, had it after `index` entries. */
  tableAt(index: number): SessionView {
    return this.#online.seek(index).view();
  }
}
