/** The kitchen's screen that has whole tickets, with who is waited for. */
export const PASS = "pass";
/** The kitchen's screen that has everything. */
export const ALL = "all";

/** Where the kitchen's screen of a station is, of the pass (`PASS`), or of everything (`ALL`). */
export function screenAddress(shown: string): string {
  return `/kitchen?station=${encodeURIComponent(shown)}`;
}
