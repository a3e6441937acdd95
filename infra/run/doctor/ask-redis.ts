import { Redis } from "ioredis";

const TIMEOUT_MS = 5_000;

/**
 * Connects once, asks, and lets go. Throws what kept Redis from answering: the connection's own error
 * where there is one, since ioredis rejects with less.
 */
export async function askRedis<T>(url: string, ask: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    retryStrategy: () => null,
  });
  let last: Error | undefined;
  redis.on("error", (error: Error) => {
    last = error;
  });
  try {
    await redis.connect();
    return await ask(redis);
  } catch (error) {
    throw last ?? error;
  } finally {
    redis.disconnect();
  }
}
