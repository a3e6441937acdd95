import type { Logger } from "pino";
import { type Release, Releases } from "./releases.ts";

/** Everything has to be released within this time, ms; what is not by then is given up. */
export const STOP_TIMEOUT_MS = 10_000;

/** A setting that cannot be used; the message is for whoever set it. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** What `read` returns; a ConfigError is logged as the sentence it is and ends the process. */
export function orExit<T>(log: Logger, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.fatal({ code: "config-invalid" }, error.message);
    process.exit(1);
  }
}

/**
 * Starts the parts and runs until SIGTERM or SIGINT; then releases them in reverse, also when
 * starting failed half-way, within STOP_TIMEOUT_MS and the time that they take on purpose. Ends the
 * process with code 0, or 1 after a failure.
 */
export async function runUntilStopped(
  log: Logger,
  { drainMs = 0 }: { readonly drainMs?: number },
  start: (release: Release) => Promise<void>,
): Promise<void> {
  const releases = new Releases();
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
    await Promise.race([start(releases.add), stopped]);
    await stopped;
  } catch (error) {
    failed = true;
    log.fatal({ err: error }, "cannot run");
  }
  const giveUp = setTimeout(() => {
    log.error({ parts: releases.held }, "stopping took too long");
    process.exit(1);
  }, drainMs + STOP_TIMEOUT_MS);
  await releases.run((part, error) => {
    failed = true;
    log.error({ part, err: error }, "not released cleanly");
  });
  clearTimeout(giveUp);
  process.exit(failed ? 1 : 0);
}
