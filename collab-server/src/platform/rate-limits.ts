/**
 * How often somebody may try. Everything that guesses secrets is counted; honest guests are not
 * slowed down, even when a whole restaurant shares one address. What guards secrets is counted in
 * a store that all servers share, Redis when there is one and it answers, else Postgres; what only
 * guards against load is counted in Redis or in each process.
 */
import type { Database } from "@tureen/persistence/platform/database";
import type { Redis } from "ioredis";
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
} from "rate-limiter-flexible";
import type { MakeLimiter } from "./limiter.ts";

/** Makes limiters of two kinds. */
export interface LimiterMakers {
  /** For floods: a count per process does, and costs nothing. */
  readonly local: MakeLimiter;
  /** For secrets: no server may allow what another has used up. */
  readonly common: MakeLimiter;
}

/** Limiters that all servers of the database, or of Redis if given, share. */
export function createLimiterMakers({
  database,
  redis,
}: {
  readonly database: Database;
  readonly redis?: Redis | undefined;
}): LimiterMakers {
  /** Counts in Redis if there is one and it answers, else elsewhere. */
  const inRedis = (
    ...[keyPrefix, points, duration, otherwise]: [...Parameters<MakeLimiter>, RateLimiterAbstract]
  ): RateLimiterAbstract => {
    if (!redis) return otherwise;
    return new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `tureen:limit:${keyPrefix}`,
      points,
      duration,
      rejectIfRedisNotReady: true,
      insuranceLimiter: otherwise,
    });
  };
  const local: MakeLimiter = (keyPrefix, points, duration) => {
    const memory = new RateLimiterMemory({ keyPrefix, points, duration });
    return inRedis(keyPrefix, points, duration, memory);
  };
  const common: MakeLimiter = (keyPrefix, points, duration) => {
    const postgres = new RateLimiterPostgres({
      storeClient: database,
      storeType: "pool",
      tableName: "rate_limits",
      tableCreated: true,
      // The worker's housekeeping removes what has expired.
      clearExpiredByTimeout: false,
      keyPrefix,
      points,
      duration,
    });
    return inRedis(keyPrefix, points, duration, postgres);
  };
  return { local, common };
}
