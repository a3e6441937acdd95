import { format } from "node:util";
import type { Logger } from "pino";

/** What of a process it takes; a test hands in its own. */
type Output = Pick<NodeJS.Process, "on" | "removeAllListeners" | "stdout" | "stderr" | "exit">;

/**
 * Makes the log the only thing that a process prints, so that each of its lines is one JSON object: what
 * libraries say on the console or write to the standard outputs, Node's warnings, and what nobody has
 * caught, after which the process ends with code 1 as it would anyway. Only `main.ts` files call this.
 */
export function ownOutput(log: Logger, target: Output, console: Console): void {
  const say =
    (level: "info" | "warn" | "error") =>
    (...said: unknown[]) => {
      const err = said.find((part) => part instanceof Error);
      const text = said.map((part) => (part instanceof Error ? part.message : part));
      log[level]({ code: "console", ...(err && { err }) }, format(...text).trim());
    };
  for (const name of ["log", "info", "debug"] as const) console[name] = say("info");
  console.warn = say("warn");
  for (const name of ["error", "trace"] as const) console[name] = say("error");

  for (const [stream, level] of [
    [target.stdout, "info"],
    [target.stderr, "warn"],
  ] as const) {
    stream.write = (chunk: Uint8Array | string, ...rest: unknown[]): boolean => {
      const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
      for (const line of text.split("\n")) if (line.trim()) log[level]({ code: "output" }, line);
      const done = rest.findLast((part) => typeof part === "function");
      done?.();
      return true;
    };
  }

  // Node's own listener writes lines of text.
  target.removeAllListeners("warning");
  target.on("warning", (warning) => {
    log.warn(
      { code: (warning as { code?: string }).code ?? warning.name, err: warning },
      warning.message,
    );
  });
  target.on("uncaughtException", (error: unknown, origin) => {
    log.fatal(
      { code: "uncaught", origin, err: error },
      "nobody handled an error: the process ends",
    );
    target.exit(1);
  });
}
