import type { Finding } from "../finding.ts";

/** One point of the production checklist, under a name that stays the same. */
export type Point = Finding & { check: string };

/** A point that is as it should be. */
export const good = (check: string, what: string): Point => ({ check, level: "ok", what });

/** A point that is missing, or wrong; `mend` is what to do. */
export const bad = (check: string, what: string, mend: string): Point => ({
  check,
  level: "fail",
  what,
  mend,
});

/** A point that somebody has to judge: right in one place, wrong in another. */
export const doubtful = (check: string, what: string, mend: string): Point => ({
  check,
  level: "warn",
  what,
  mend,
});
