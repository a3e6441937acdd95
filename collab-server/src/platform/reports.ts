import { assertAppRole, createPool, type Database } from "@tureen/persistence/platform/database";
import type { Wire } from "@tureen/persistence/platform/wire/index";
import type { Logger } from "pino";

/** Reports are few, and must not take the connections of a replica that serves others too. */
const POOL_MAX = 5;

/**
 * Connections to a read replica. While it is away only reports fail: the server neither waits for it
 * at the start nor keeps connections open.
 */
export function createReportsPool(url: string, log: Logger, wire: Wire = "quick"): Database {
  return createPool({
    url,
    wire,
    poolMin: 0,
    poolMax: POOL_MAX,
    applicationName: "tureen-reports",
    onConnect: assertAppRole,
    onIdleError: (error) => log.warn({ err: error }, "idle connection for reports lost"),
  });
}
