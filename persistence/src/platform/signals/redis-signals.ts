import { decodeSignal, encodeSignal, SIGNAL_CHANNEL } from "@tureen/shared/platform/signals";
import { Redis } from "ioredis";
import { failPoint } from "../faults/fail-points.ts";
import { backoffMs } from "../retry.ts";
import { replaceWhenSilent } from "./redis-heartbeat.ts";
import { Listeners, type Signals } from "./signals.ts";

/** Signals over Redis pub/sub: one connection publishes, one listens; both reconnect for ever. */
export function redisSignals(options: {
  readonly url: string;
  readonly onError: (error: Error) => void;
}): Signals {
  const { url, onError } = options;
  const listeners = new Listeners();
  const settings = {
    connectTimeout: 5_000,
    commandTimeout: 5_000,
    maxRetriesPerRequest: 1,
    retryStrategy: (times: number) => backoffMs(times, 50, 5_000),
  };
  // Without a queue, a signal that cannot go out now is dropped instead of being sent much later.
  const publisher = new Redis(url, { ...settings, enableOfflineQueue: false });
  const subscriber = new Redis(url, {
    ...settings,
    // A subscriber is silent for long; commands are only ever its (re)subscriptions.
    commandTimeout: undefined,
    maxRetriesPerRequest: null,
    autoResubscribe: false,
  });
  for (const redis of [publisher, subscriber]) {
    redis.on("error", onError);
    replaceWhenSilent(redis);
  }
  subscriber.on("message", (_channel: string, text: string) => {
    const signal = decodeSignal(text);
    if (signal) listeners.received(signal);
  });

  let stood = false;
  let becomeReady = () => {};
  const subscribed = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });
  subscriber.on("ready", () => {
    subscriber.subscribe(SIGNAL_CHANNEL).then(() => {
      if (stood) listeners.missed();
      stood = true;
      becomeReady();
    }, onError);
  });
  const publishing = new Promise<void>((resolve) => {
    publisher.once("ready", resolve);
  });

  return {
    ready: Promise.all([subscribed, publishing]).then(() => {}),
    over: "redis",
    isUp: () => publisher.status === "ready" && subscriber.status === "ready",
    subscribe: (received, missed) => listeners.add(received, missed),
    publish: async (...signals) => {
      try {
        failPoint("before:signal");
        await Promise.all(
          signals.map((signal) => publisher.publish(SIGNAL_CHANNEL, encodeSignal(signal))),
        );
        failPoint("after:signal");
      } catch (error) {
        onError(error as Error);
      }
    },
    close: async () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
