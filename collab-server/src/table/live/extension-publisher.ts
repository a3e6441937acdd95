import type { Redis } from "ioredis";
import type { Logger } from "pino";
import { connectPublisher } from "./fan-out-connection.ts";

/**
 * A connection for Hocuspocus' Redis extension whose `publish` never fails: the extension leaves some of its
 * promises alone, and one that is rejected while Redis is away would end the process. `sent` is called for
 * what is published, `failed` with the channel where that did not work.
 */
export function quietPublisher(
  url: string,
  log: Logger,
  { sent, failed }: { sent(data: Buffer): void; failed(channel: string): void },
): Redis {
  const redis = connectPublisher(url, log);
  const publish = redis.publish.bind(redis);
  const quietly = async (channel: string | Buffer, data: string | Buffer): Promise<number> => {
    sent(Buffer.from(data));
    try {
      return await publish(channel, data);
    } catch (error) {
      log.debug({ channel: String(channel), err: error }, "not published");
      failed(String(channel));
      return 0;
    }
  };
  return Object.assign(redis, { publish: quietly });
}
