/**
 * Live edits between nodes, over Redis: Hocuspocus' own extension, made to survive Redis. Without
 * Redis everything goes on and nodes learn from the log what they missed, so nothing here may keep a
 * document from loading, wait for long, or end the process.
 */
import { Redis as HocuspocusRedis } from "@hocuspocus/extension-redis";
import type { afterLoadDocumentPayload } from "@hocuspocus/server";
import { Redis } from "ioredis";
import type { Logger } from "pino";

const CONNECT_TIMEOUT_MS = 5_000;
const COMMAND_TIMEOUT_MS = 2_000;
const LONGEST_RETRY_MS = 2_000;
/** How long a document may wait for the other nodes when it is loaded. */
const JOIN_TIMEOUT_MS = 1_500;

export class RedisFanOut extends HocuspocusRedis {
  readonly #log: Logger;

  constructor(url: string, log: Logger) {
    // It asks for the publishing client first, then for the listening one.
    const clients = [() => publisher(url, log), () => listener(url, log)];
    super({
      prefix: "tureen",
      createClient: () => {
        const create = clients.shift();
        if (!create) throw new Error("a third Redis client was asked for");
        return create();
      },
    });
    this.#log = log;
  }

  /** Joins the other nodes, in the background if Redis does not answer soon. */
  override async afterLoadDocument(payload: afterLoadDocumentPayload): Promise<void> {
    const joining = super.afterLoadDocument(payload).catch((error: unknown) => {
      const sessionId = payload.documentName;
      this.#log.warn({ sessionId, err: error }, "document does not get live edits of other nodes");
    });
    let timer: NodeJS.Timeout | undefined;
    const longEnough = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, JOIN_TIMEOUT_MS);
    });
    await Promise.race([joining, longEnough]);
    clearTimeout(timer);
  }

  override async onDestroy(): Promise<void> {
    try {
      await super.onDestroy();
    } catch (error) {
      // Redis is away: there is nobody to say goodbye to.
      this.#log.debug({ err: error }, "left Redis without a goodbye");
      this.pub.disconnect();
      this.sub.disconnect();
    }
  }
}

function connect(url: string, log: Logger, options: { maxRetriesPerRequest: number | null }) {
  const redis = new Redis(url, {
    ...options,
    connectTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 10), LONGEST_RETRY_MS),
  });
  redis.on("error", (error) => log.warn({ err: error }, "fan-out connection failed"));
  return redis;
}

/** Keeps its subscriptions until Redis is there (again). */
function listener(url: string, log: Logger): Redis {
  return connect(url, log, { maxRetriesPerRequest: null });
}

/**
 * What cannot be published now is dropped. It must not be thrown: the extension answers other nodes
 * and relays notices without awaiting, and a rejection there would end the process.
 */
function publisher(url: string, log: Logger): Redis {
  const redis = connect(url, log, { maxRetriesPerRequest: 0 });
  redis.options.enableOfflineQueue = false;
  redis.options.commandTimeout = COMMAND_TIMEOUT_MS;
  const publish = redis.publish.bind(redis);
  redis.publish = (channel: string | Buffer, message: string | Buffer) =>
    publish(channel, message).catch((error: unknown) => {
      log.debug({ err: error }, "not published");
      return 0;
    });
  return redis;
}
