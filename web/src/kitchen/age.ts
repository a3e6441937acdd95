import type { Ticket } from "@tureen/shared/kitchen/endpoints";

/** How long somebody has been waiting, in steps that a cook acts on. */
export type AgeLevel = "fresh" | "waiting" | "hurry" | "late";

const MINUTE_MS = 60_000;
const STEPS: readonly (readonly [AgeLevel, number])[] = [
  ["late", 15],
  ["hurry", 10],
  ["waiting", 5],
];

/** The step of an age in milliseconds: from 5, 10 and 15 minutes on. */
export function ageLevel(ageMs: number): AgeLevel {
  return STEPS.find(([, minutes]) => ageMs >= minutes * MINUTE_MS)?.[0] ?? "fresh";
}

/** Since when a ticket waits for the cook's next move: a ready one for being carried out. */
export function waitingSince(ticket: Pick<Ticket, "status" | "placedAt" | "statusAt">): number {
  return ticket.status === "ready" ? ticket.statusAt : ticket.placedAt;
}

/** A stopwatch: "0:07", "12:34", "1:02:03". Clocks that disagree never show less than zero. */
export function stopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const two = (value: number) => String(value).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const rest = `${two(seconds % 60)}`;
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}
