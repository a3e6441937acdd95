/**
 * Which failures of Postgres are worth another try, told by SQLSTATE or by the socket's error code;
 * never by message or constraint name.
 */
const TRANSIENT = new Set([
  "40001", // serialization failure
  "40P01", // deadlock
  "55P03", // lock not available (lock_timeout)
  "57P01", // admin shutdown
  "57P02", // crash shutdown
  "57P03", // cannot connect now (starting up)
  "53100", // disk full
  "53200", // out of memory
  "53300", // too many connections
  "25006", // read-only: a failover is under way
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
]);

/** Failures that certainly rolled back, even when the statement was COMMIT. */
const CERTAINLY_ROLLED_BACK = new Set(["40001", "40P01"]);
/** What the driver says of a statement that it has not sent: the connection was lost before it. */
const NOT_SENT = /^Client has encountered a connection error/;

/** The SQLSTATE or socket code of an error, if it has one. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** Whether trying again later may succeed. */
export function isTransient(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== undefined) {
    return TRANSIENT.has(code) || code.startsWith("08") || isMissingSocket(error, code);
  }
  // The driver reports a lost or timed-out connection as a plain Error without a code.
  return (
    error instanceof Error &&
    (NOT_SENT.test(error.message) ||
      /^(Connection terminated|timeout exceeded when trying to connect)/.test(error.message))
  );
}

/** A Postgres on a Unix socket that is down has taken its socket along. */
function isMissingSocket(error: unknown, code: string): boolean {
  return code === "ENOENT" && (error as { syscall?: unknown }).syscall === "connect";
}

/** Whether a failed COMMIT certainly did nothing. */
export function isCertainRollback(error: unknown): boolean {
  if (CERTAINLY_ROLLED_BACK.has(errorCode(error) ?? "")) return true;
  return error instanceof Error && NOT_SENT.test(error.message);
}

/** What is kept of an error with what failed: its code and message. */
export function errorText(error: unknown): string {
  const code = errorCode(error);
  const message = error instanceof Error ? error.message : String(error);
  return code === undefined ? message : `${code}: ${message}`;
}

/** Tries before a queued item is set aside: few when it is the item's fault, more for an outage's. */
export function maxTries(error: unknown): number {
  return isTransient(error) ? 20 : 4;
}

/** Milliseconds to wait before try number `attempt` (1, 2 …): exponential, capped, with jitter. */
export function backoffMs(attempt: number, baseMs: number, maxMs: number): number {
  const full = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full / 2 + Math.random() * (full / 2));
}

/**
 * Runs `work` up to `attempts` times while it fails transiently. For work that may safely happen
 * twice; a transaction has its own helper (database.ts).
 */
export async function withRetry<T>(
  work: () => Promise<T>,
  { attempts = 4, baseMs = 20, maxMs = 1_000, retryIf = isTransient } = {},
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts || !retryIf(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt, baseMs, maxMs)));
    }
  }
}
