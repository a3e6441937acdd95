import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { type Station, waitsOf } from "@tureen/shared/menu/stations";
import { startedAt } from "./courses.ts";

/** How long somebody has been waiting, in steps that a cook acts on. */
export type AgeLevel = "fresh" | "waiting" | "hurry" | "late";

/** The times where no station has others. */
const EVERYWHERE: Pick<Station, "warnAfterS" | "lateAfterS"> = {
  warnAfterS: null,
  lateAfterS: null,
};

/** The step of an age in milliseconds, by a station's times: yellow, halfway to red, and red. */
export function ageLevel(
  ageMs: number,
  station: Pick<Station, "warnAfterS" | "lateAfterS"> = EVERYWHERE,
): AgeLevel {
  const { warn, late } = waitsOf(station);
  const seconds = ageMs / 1_000;
  if (seconds < warn) return "fresh";
  if (seconds >= late) return "late";
  return seconds < (warn + late) / 2 ? "waiting" : "hurry";
}

/**
 * Since when a ticket waits for the cook's next move: a ready one for being carried out, a course that
 * was fired since then.
 */
export function waitingSince(
  ticket: Pick<Ticket, "status" | "placedAt" | "statusAt" | "lines">,
): number {
  return ticket.status === "ready" ? ticket.statusAt : startedAt(ticket);
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
