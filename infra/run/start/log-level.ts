const WARNINGS: ReadonlySet<unknown> = new Set(["warn", "error", "fatal"]);

/** True for structured log lines of level warn and up, and for lines that are not structured. */
export function isWarning(line: string): boolean {
  if (!line.startsWith("{")) return line.trim() !== "";
  try {
    return WARNINGS.has((JSON.parse(line) as { level?: unknown }).level);
  } catch {
    // Not a log line after all, so somebody printed it on purpose.
    return true;
  }
}
