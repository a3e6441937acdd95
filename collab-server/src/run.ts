import type { Logger } from "pino";
import { ConfigError } from "./config.ts";

/** Everything has to be released within this time, ms; what is not by then is given up. */
export const STOP_TIMEOUT_MS = 10_000;

/** What `read` returns; a ConfigError is printed as the sentence it is and ends the process. */
export function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Notes how to let go of a part that has just been made. */
export type Release = (part: string, release: () => unknown) => void;

/**
 * Starts the parts and runs until SIGTERM or SIGINT; then releases them in reverse, also when
 * starting failed half-way, within STOP_TIMEOUT_MS and the time that they take on purpose. Ends the
 * process with code 0, or 1 after a failure.
 */
export async function runUntilStopped(
  log: Logger,
  { drainMs }: { readonly drainMs: number },
  start: (release: Release) => Promise<void>,
): Promise<void> {
  const releases: { part: string; release: () => unknown }[] = [];
  let failed = false;
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      process.once(signal, () => {
        log.info({ signal }, "stopping");
        resolve();
      });
    }
  });
  try {
    // A signal while starting ends the start: nothing that it still makes is needed.
    await Promise.race([start((part, release) => releases.push({ part, release })), stopped]);
    await stopped;
  } catch (error) {
    failed = true;
    log.fatal({ err: error }, "cannot run");
  }
  const giveUp = setTimeout(() => {
    log.error({ parts: releases.map(({ part }) => part) }, "stopping took too long");
    process.exit(1);
  }, drainMs + STOP_TIMEOUT_MS);
  for (let next = releases.pop(); next; next = releases.pop()) {
    try {
      await next.release();
    } catch (error) {
      failed = true;
      log.error({ part: next.part, err: error }, "not released cleanly");
    }
  }
  clearTimeout(giveUp);
  process.exit(failed ? 1 : 0);
}
