const PINO_WARN = 40;

/** True for structured log lines of level warn and up, and for lines that are not structured. */
export function isWarning(line: string): boolean {
  if (!line.startsWith("{")) return line.trim() !== "";
  try {
    return Number((JSON.parse(line) as { level?: unknown }).level) >= PINO_WARN;
  } catch {
    // Not a log line after all, so somebody printed it on purpose.
    return true;
  }
}
