/** What is worth a mark on the timeline, and how many marks fit beside each other. */

import type { SessionEvent } from "@tureen/shared/replay/events";
import type { Moment, OfflineStretch } from "@tureen/shared/replay/phones";
import type { DinerId } from "@tureen/shared/table/document/types";
import type { TimeAxis } from "./time-axis.ts";

export type MarkKind =
  | "opened"
  | "joined"
  | "left"
  | "call"
  | "confirmed"
  | "ordered"
  | "rejected"
  | "status"
  | "cancelled"
  | "offline"
  | "online"
  | "ended";

/** A row of the timeline: a diner's, or the restaurant's own (kitchen and table). */
export type Lane = DinerId | "house";

export interface TimelineMark {
  readonly kind: MarkKind;
  readonly lane: Lane;
  /** Seek here to see it done. */
  readonly moment: Moment;
  /** What happened; null for the beginning and the end of an offline stretch. */
  readonly event: SessionEvent | null;
  /** Whose signal it is about, for an offline stretch. */
  readonly diner: DinerId | null;
}

/** Which of several marks at one place gives it its look: the first of these. */
const WEIGHT: readonly MarkKind[] = [
  "rejected",
  "cancelled",
  "ordered",
  "confirmed",
  "call",
  "status",
  "offline",
  "online",
  "ended",
  "left",
  "joined",
  "opened",
];

/** All marks of a session in the order in which they are passed. */
export function marksOf(
  events: readonly SessionEvent[],
  stretches: readonly OfflineStretch[],
  axis: TimeAxis,
): TimelineMark[] {
  const marks: TimelineMark[] = [];
  for (const event of events) {
    const place = placeOf(event);
    if (place) marks.push({ ...place, moment: axis.after(event.index + 1), event, diner: null });
  }
  for (const { diner, from, waited } of stretches) {
    const common = { lane: diner, event: null, diner };
    marks.push({ ...common, kind: "offline", moment: axis.at(from) });
    const last = waited.at(-1);
    if (last) marks.push({ ...common, kind: "online", moment: axis.after(last.index + 1) });
  }
  return marks.sort(
    (a, b) =>
      a.moment.index - b.moment.index || a.moment.time - b.moment.time || order(a) - order(b),
  );
}

/** A signal comes back before what it brings is decided. */
function order({ kind }: TimelineMark): number {
  return kind === "online" ? 0 : 1;
}

function placeOf(event: SessionEvent): { kind: MarkKind; lane: Lane } | null {
  switch (event.kind) {
    case "opened":
    case "ended":
      return { kind: event.kind, lane: "house" };
    case "ordered":
      return { kind: event.kind, lane: "house" };
    case "status":
      return { kind: event.to === "cancelled" ? "cancelled" : "status", lane: "house" };
    case "joined":
    case "left":
    case "confirmed":
    case "rejected":
      return { kind: event.kind, lane: event.diner };
    case "marked":
      return event.mark === "call-waiter" || event.mark === "call-bill"
        ? { kind: "call", lane: event.diner }
        : null;
    default:
      return null;
  }
}

/** How many marks have been passed at a moment: those before this number. */
export function passedMarks(marks: readonly TimelineMark[], moment: Moment): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isPassed((marks[middle] as TimelineMark).moment, moment)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function isPassed(mark: Moment, now: Moment): boolean {
  return mark.index < now.index || (mark.index === now.index && mark.time <= now.time);
}

/** The mark before the one that is shown, or after it: where "previous" and "next" lead. */
export function neighbour(
  marks: readonly TimelineMark[],
  moment: Moment,
  direction: -1 | 1,
): TimelineMark | undefined {
  const passed = passedMarks(marks, moment);
  if (direction === 1) return marks[passed];
  // Several marks may share a moment: going back has to lead to an earlier one.
  for (let i = passed - 1; i >= 0; i--) {
    const mark = marks[i] as TimelineMark;
    if (!isPassed(moment, mark.moment)) return mark;
  }
  return undefined;
}

/** Marks that stand too close to be told apart, drawn as one. */
export interface MarkCluster {
  /** Where it is drawn, as a share of the session: where its first mark is. */
  readonly share: number;
  readonly kind: MarkKind;
  readonly marks: readonly TimelineMark[];
}

/** A lane's marks, those within `gap` (a share of the session) drawn together. */
export function clusterMarks(
  marks: readonly TimelineMark[],
  axis: TimeAxis,
  gap: number,
): MarkCluster[] {
  const clusters: { share: number; marks: TimelineMark[] }[] = [];
  for (const mark of marks) {
    const share = axis.share(mark.moment.time);
    const last = clusters.at(-1);
    if (last && share - last.share < gap) last.marks.push(mark);
    else clusters.push({ share, marks: [mark] });
  }
  return clusters.map((cluster) => ({ ...cluster, kind: weightiest(cluster.marks) }));
}

function weightiest(marks: readonly TimelineMark[]): MarkKind {
  const kinds = new Set(marks.map((mark) => mark.kind));
  return WEIGHT.find((kind) => kinds.has(kind)) ?? "status";
}
