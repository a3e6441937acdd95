import { askRedis } from "./ask-redis.ts";
import type { Finding } from "./finding.ts";

/** Does Redis answer, and does it let us publish? */
export async function checkRedis(url: string): Promise<Finding> {
  try {
    await askRedis(url, (redis) => redis.publish("tureen:doctor", "ping"));
    return { level: "ok", what: "Redis answers" };
  } catch (error) {
    const what = `Redis does not answer (${(error as Error).message})`;
    return { level: "fail", what, mend: "check REDIS_URL, or unset it to run a single server" };
  }
}
