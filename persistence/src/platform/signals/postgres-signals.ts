import { decodeSignal, encodeSignal, SIGNAL_CHANNEL } from "@tureen/shared/platform/signals";
import pg from "pg";
import type { Database } from "../database.ts";
import { failPoint } from "../faults/fail-points.ts";
import { backoffMs } from "../retry.ts";
import { Listeners, type Signals } from "./signals.ts";

/** How often the listening connection is asked whether it still lives. */
const HEARTBEAT_MS = 15_000;

/**
 * Signals over LISTEN and NOTIFY: one dedicated connection listens and is replaced when it fails;
 * notifications go out on pooled connections, from the client and after the commit.
 */
export function postgresSignals(options: {
  readonly url: string;
  readonly database: Database;
  readonly onError: (error: Error) => void;
}): Signals {
  const { database, onError } = options;
  const listeners = new Listeners();
  let client: pg.Client | undefined;
  let listening: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let failures = 0;
  let stood = false;
  let becomeReady = () => {};
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve;
  });

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: options.url,
      application_name: "tureen-signals",
      connectionTimeoutMillis: 5_000,
      query_timeout: 5_000,
      keepAlive: true,
    });
    client = fresh;
    fresh.on("error", (error) => lost(fresh, error));
    fresh.on("end", () => lost(fresh, new Error("the listening connection ended")));
    fresh.on("notification", ({ payload }) => {
      const signal = decodeSignal(payload ?? "");
      if (signal) listeners.received(signal);
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${SIGNAL_CHANNEL}`);
    } catch (error) {
      lost(fresh, error as Error);
      return;
    }
    if (client !== fresh) return;
    failures = 0;
    timer = setTimeout(() => heartbeat(fresh), HEARTBEAT_MS);
    listening = fresh;
    if (stood) listeners.missed();
    stood = true;
    becomeReady();
  }

  function heartbeat(of: pg.Client): void {
    of.query("select 1").then(
      () => {
        if (client === of) timer = setTimeout(() => heartbeat(of), HEARTBEAT_MS);
      },
      (error) => lost(of, error),
    );
  }

  function lost(which: pg.Client, error: Error): void {
    if (closed || client !== which) return;
    client = undefined;
    clearTimeout(timer);
    onError(error);
    // Only to free the socket; it is being replaced because it does not answer.
    which.end().catch(() => {});
    failures += 1;
    timer = setTimeout(connect, backoffMs(failures, 50, 5_000));
  }

  connect();
  return {
    ready,
    over: "postgres",
    isUp: () => listening === client && client !== undefined,
    subscribe: (received, missed) => listeners.add(received, missed),
    publish: async (...signals) => {
      if (signals.length === 0 || closed) return;
      try {
        failPoint("before:signal");
        await database.query("select pg_notify($1, payload) from unnest($2::text[]) payload", [
          SIGNAL_CHANNEL,
          signals.map(encodeSignal),
        ]);
        failPoint("after:signal");
      } catch (error) {
        onError(error as Error);
      }
    },
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await client?.end().catch(onError);
    },
  };
}
