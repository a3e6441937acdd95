/** Times as people write them, and as they are shown. */
import { ReplayError } from "@tureen/shared/replay/errors";

/**
 * A moment of a session: "2026-05-03T19:10:05Z", "19:10" or "19:10:05" by this machine's clock (after
 * midnight when the session began later), or "+12m30s" from the beginning. Throws "time-invalid".
 */
export function parseMoment(text: string, beganAt: number): number {
  const offset = /^\+(?=\d)(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (offset) {
    const [hours = 0, minutes = 0, seconds = 0] = offset.slice(1).map((part) => Number(part ?? 0));
    return beganAt + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  }
  const ofDay = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (ofDay) {
    const [hours = 0, minutes = 0, seconds = 0] = ofDay.slice(1).map((part) => Number(part ?? 0));
    if (hours > 23 || minutes > 59 || seconds > 59) throw new ReplayError("time-invalid", text);
    const moment = new Date(beganAt);
    // The whole second counts: what happened within it is part of it.
    moment.setHours(hours, minutes, seconds, 999);
    if (moment.getTime() < beganAt) moment.setDate(moment.getDate() + 1);
    return moment.getTime();
  }
  return parseTime(text);
}

/** A date or a date and time of ISO 8601. Throws "time-invalid". */
export function parseTime(text: string): number {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new ReplayError("time-invalid", text);
  return time;
}

/** "2026-05-03 19:10:05", by this machine's clock. */
export function showTime(at: number): string {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
