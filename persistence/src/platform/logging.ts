import { hostname } from "node:os";
import { type Logger, pino, stdTimeFunctions } from "pino";
import { errorCode } from "./retry.ts";

/** The levels that LOG_LEVEL may name. */
export const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The process' structured log: one JSON object a line with `level` in words, `time` in ISO 8601,
 * `message`, service, version, host and pid; a line about an error has its `code`. Callers pass ids
 * only; as a second fence the fields that could hold a name, a PIN or a token are removed, and an error
 * shows what it is but not the row it was about: Postgres puts whole rows into the details of its own.
 */
export function createLogger(options: {
  readonly service: "server" | "worker" | "web";
  readonly version: string;
  readonly level?: LogLevel;
}): Logger {
  const { service, version, level = "info" } = options;
  return pino({
    level,
    base: { service: `tureen-${service}`, version, host: hostname(), pid: process.pid },
    timestamp: stdTimeFunctions.isoTime,
    messageKey: "message",
    formatters: { level: (label) => ({ level: label }), log: withCode },
    redact: {
      paths: ["pin", "name", "login", "password", "token", "accessToken", "refreshToken", "cookie"],
      remove: true,
    },
    serializers: { err: describeError },
  });
}

/** A line about an error has its code, or its name, where the caller gives none. */
function withCode(line: Record<string, unknown>): Record<string, unknown> {
  const { err, code } = line;
  return code === undefined && err instanceof Error
    ? { ...line, code: errorCode(err) ?? err.name }
    : line;
}

/** Type, code, message and stack of an error and its causes; nothing else that hangs on it. */
function describeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === "string" ? error : typeof error;
  return {
    type: error.name,
    code: "code" in error ? error.code : undefined,
    message: error.message,
    stack: error.stack,
    cause:
      error.cause !== undefined && depth < 3 ? describeError(error.cause, depth + 1) : undefined,
  };
}
