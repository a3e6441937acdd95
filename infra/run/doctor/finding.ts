/** What one check found, and how to mend it. */
export type Finding =
  | { level: "ok"; what: string }
  | { level: "warn" | "fail"; what: string; mend: string };

/** One line for the terminal. */
export function line(finding: Finding): string {
  const mend = finding.level === "ok" ? "" : ` Mend: ${finding.mend}`;
  return `${finding.level.padEnd(4)}  ${finding.what}.${mend}`;
}
