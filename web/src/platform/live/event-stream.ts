import type { EndpointOf, Events, Query } from "@tureen/shared/endpoints";
import type { EventFrame } from "@tureen/shared/platform/http/endpoint";
import { misfit } from "@tureen/shared/platform/http/shape";
import type { ClientErrorCode } from "../ui/errors.ts";
import { codeOf } from "./api.ts";
import { endpointOf, pathOf } from "./endpoints.ts";
import { jitteredDelayMs } from "./retry.ts";

/** What is known about a live connection. Times are this device's clock, in milliseconds. */
export type LiveState =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | {
      readonly kind: "lost";
      readonly since: number;
      /** Why the last attempt failed, where that is known. */
      readonly code?: ClientErrorCode | undefined;
    };

/** What of a `WebSocket` is used here; a test brings its own. */
export interface Source {
  addEventListener(name: "message" | "close", run: (event: Event) => void): void;
  close(): void;
}

export interface EventStreamOptions<E extends EndpointOf<"events">> {
  readonly endpoint: E;
  /** Asked anew for each connection, so that it can carry a number. */
  readonly query?: () => Query<E>;
  /**
   * Awaited before each connection; a rejection counts as a failed attempt. `failures` are the
   * attempts that have failed in a row: a browser never says why a connection was refused, so after a
   * failure this is the place to find out.
   */
  readonly before?: (failures: number) => Promise<void>;
  /** Handlers by event name; "message" is the event without a name. They get what has the event's shape. */
  readonly on: { readonly [N in keyof Events<E>]: (data: Events<E>[N]) => void };
  readonly onState: (state: LiveState) => void;
  readonly connect?: (path: string) => Source;
}

export interface EventStream {
  /** Gives the connection up and starts anew: what came over it could not be used. */
  fail(): void;
  close(): void;
}

/** The server speaks at least every 10 s; two missed words and a bit is silence. */
const SILENCE_MS = 25_000;

/**
 * Keeps an event stream open, over a WebSocket: reconnects with back-off after an error or after
 * silence (a dead network leaves a connection hanging without an error), at once when the device comes
 * back online. It is live once it has said something: that it is open may be a stranger's word. Runs
 * until closed.
 */
export function openEventStream<E extends EndpointOf<"events">>(
  options: EventStreamOptions<E>,
): EventStream {
  const { events } = endpointOf<EndpointOf<"events">>(options.endpoint);
  const connect = options.connect ?? connectSocket;
  let source: Source | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let lostSince: number | undefined;
  let live = false;
  let round = 0;
  let closed = false;

  function heard(): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(lose, SILENCE_MS);
  }

  function stop(): void {
    round++;
    live = false;
    clearTimeout(watchdog);
    clearTimeout(retry);
    retry = undefined;
    source?.close();
    source = undefined;
  }

  function lose(code?: ClientErrorCode): void {
    if (closed) return;
    stop();
    failures++;
    lostSince ??= Date.now();
    options.onState({ kind: "lost", since: lostSince, code });
    retry = setTimeout(() => void attempt(), jitteredDelayMs(failures));
  }

  async function attempt(): Promise<void> {
    stop();
    const mine = round;
    try {
      await options.before?.(failures);
    } catch (error) {
      if (mine === round) lose(codeOf(error));
      return;
    }
    if (closed || mine !== round) return;
    const opened = connect(pathOf(options.endpoint, {}, options.query?.() as object | undefined));
    source = opened;
    heard();
    opened.addEventListener("message", (event) => {
      if (source === opened && event instanceof MessageEvent) receive(event.data);
    });
    opened.addEventListener("close", () => {
      if (source === opened) lose();
    });
  }

  function receive(text: unknown): void {
    const frame = frameIn(text);
    const name = frame?.event ?? "message";
    const shape = Object.hasOwn(events, name) ? events[name] : undefined;
    if (!frame || (shape && misfit(shape, frame.data) !== undefined)) {
      lose();
      return;
    }
    heard();
    if (!live) {
      live = true;
      failures = 0;
      lostSince = undefined;
      options.onState({ kind: "live" });
    }
    // A newer server may send events that nobody here has heard of.
    if (shape) (options.on as Record<string, (data: unknown) => void>)[name]?.(frame.data);
  }

  function hurry(): void {
    if (retry !== undefined && document.visibilityState !== "hidden") void attempt();
  }

  function offline(): void {
    if (source) lose();
  }

  addEventListener("online", hurry);
  addEventListener("offline", offline);
  document.addEventListener("visibilitychange", hurry);
  options.onState({ kind: "connecting" });
  void attempt();

  return {
    fail: () => lose(),
    close() {
      closed = true;
      stop();
      removeEventListener("online", hurry);
      removeEventListener("offline", offline);
      document.removeEventListener("visibilitychange", hurry);
    },
  };
}

function connectSocket(path: string): Source {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  return new WebSocket(url);
}

/** The event in a text frame; undefined for what cannot be one of ours. */
function frameIn(text: unknown): EventFrame | undefined {
  try {
    const frame: unknown = JSON.parse(String(text));
    return typeof frame === "object" && frame !== null && "data" in frame
      ? (frame as EventFrame)
      : undefined;
  } catch {
    return undefined;
  }
}
