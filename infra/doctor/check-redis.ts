import { Redis } from "ioredis";
import type { Finding } from "./finding.ts";

const TIMEOUT_MS = 5_000;

/** Does Redis answer, and does it let us publish? */
export async function checkRedis(url: string): Promise<Finding> {
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
    await redis.publish("tureen:doctor", "ping");
    return { level: "ok", what: "Redis answers" };
  } catch (error) {
    const what = `Redis does not answer (${(last ?? (error as Error)).message})`;
    return { level: "fail", what, mend: "check REDIS_URL, or unset it to run a single server" };
  } finally {
    redis.disconnect();
  }
}
