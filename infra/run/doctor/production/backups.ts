import { readdir } from "node:fs/promises";
import { bad, good, type Point } from "./point.ts";

const HOUR_MS = 3_600_000;
const NAME = /^tureen-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.dump$/;

/**
 * When the newest backup of a folder was begun, ms since 1970; undefined when there is none. By the
 * names of the dumps, which backup.sh gives to proven ones only.
 */
export async function newestBackup(folder: string): Promise<number | undefined> {
  const times = (await readdir(folder)).flatMap((name) => {
    const match = NAME.exec(name);
    if (!match) return [];
    const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
    return [Date.UTC(year!, month! - 1, day, hour, minute, second)];
  });
  return times.length === 0 ? undefined : Math.max(...times);
}

/** Is the newest backup young enough? */
export function judgeBackups(
  newest: number | undefined,
  { now, maxAgeHours }: { readonly now: Date; readonly maxAgeHours: number },
): Point {
  const mend =
    "run infra/deploy/backup/backup.sh every day (infra/deploy/backup/README.md), and read why it fails";
  if (newest === undefined) return bad("backups", "There is no backup", mend);
  const hours = Math.floor((now.getTime() - newest) / HOUR_MS);
  return hours <= maxAgeHours
    ? good("backups", `The newest backup is ${hours} hours old`)
    : bad("backups", `The newest backup is ${hours} hours old, more than ${maxAgeHours}`, mend);
}
