import type { Redis } from "ioredis";

/** Between two questions, ms; silence is noticed after one to two of them. */
const BEAT_MS = 3_000;

/**
 * Asks a connection from time to time whether Redis still answers, and has one that does not
 * replaced. A host that vanished or a firewall that forgot the connection closes nothing, and one
 * that only listens would be deaf until the kernel asks, after hours.
 */
export function replaceWhenSilent(redis: Redis): void {
  let isAnswered = true;
  const answered = () => {
    isAnswered = true;
  };
  redis.on("ready", answered);
  const giveUp = () => {
    if (!isAnswered && redis.status === "ready") redis.disconnect(true);
  };
  const beat = setInterval(() => {
    if (redis.status !== "ready") return;
    if (isAnswered) {
      isAnswered = false;
      redis.ping().then(answered, () => {});
    } else {
      // Where it was this process that stood still, the answer is waiting to be read.
      setImmediate(giveUp);
    }
  }, BEAT_MS);
  beat.unref();
  redis.once("end", () => clearInterval(beat));
}
