const WARNINGS: ReadonlySet<unknown> = new Set(["warn", "error", "fatal"]);

function isObject(line: string): boolean {
  if (!line.startsWith("{")) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

/** The line as it stands in a log file: what is no JSON object, such as Node's last words, becomes one. */
export function asLogLine(line: string, service: string): string {
  if (isObject(line)) return line;
  const time = new Date().toISOString();
  return JSON.stringify({ level: "warn", time, service, code: "output", message: line });
}

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
