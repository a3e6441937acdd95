import { Redis } from "ioredis";

/** Messages that Redis was given for one session's channels, counted on its side. */
export interface MessageCount {
  /** Published so far. */
  readonly published: number;
  close(): void;
}

/** Counts what is published from now on, on channels whose name has `part` in it. */
export async function countMessages(redisUrl: string, part: string): Promise<MessageCount> {
  const redis = new Redis(redisUrl);
  const monitor = await redis.monitor();
  let published = 0;
  monitor.on("monitor", (_time: string, [command, channel]: string[]) => {
    if (command?.toLowerCase() === "publish" && channel?.includes(part)) published += 1;
  });
  return {
    get published() {
      return published;
    },
    close() {
      monitor.disconnect();
      redis.disconnect();
    },
  };
}
