import type { Database } from "../database.ts";
import { postgresSignals } from "./postgres-signals.ts";
import { redisSignals } from "./redis-signals.ts";
import type { Signals } from "./signals.ts";

/** Signals over Redis where there is one, else over Postgres itself. */
export function connectSignals(options: {
  readonly databaseUrl: string;
  readonly database: Database;
  readonly redisUrl?: string | undefined;
  readonly onError: (error: Error) => void;
}): Signals {
  const { databaseUrl, database, redisUrl, onError } = options;
  return redisUrl
    ? redisSignals({ url: redisUrl, onError })
    : postgresSignals({ url: databaseUrl, database, onError });
}
