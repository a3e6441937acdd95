/** What is known about a live connection. Times are this device's clock, in milliseconds. */
export type LiveState =
  | { readonly kind: "connecting" }
  | { readonly kind: "live" }
  | { readonly kind: "lost"; readonly since: number };

/** What of `EventSource` is used here; a test brings its own. */
export interface Source {
  addEventListener(name: string, run: (event: Event) => void): void;
  close(): void;
}

export interface EventStreamOptions {
  /** The address for the next connection; asked anew each time, so that it can carry a number. */
  readonly url: () => string;
  /**
   * Awaited before each connection; a rejection counts as a failed attempt. `failures` are the
   * attempts that have failed in a row: an EventSource never says why it was refused, so after a
   * failure this is the place to find out.
   */
  readonly before?: (failures: number) => Promise<void>;
  /** Handlers by event name; "message" is the event without a name. */
  readonly on: Readonly<Record<string, (data: string) => void>>;
  readonly onState: (state: LiveState) => void;
  readonly connect?: (url: string) => Source;
}

export interface EventStream {
  /** Gives the connection up and starts anew: what came over it could not be used. */
  fail(): void;
  close(): void;
}

/** The server speaks at least every 10 s; two missed words and a bit is silence. */
const SILENCE_MS = 25_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 8_000;

/** The pause before the next attempt: doubling, bounded, before jitter. Milliseconds. */
export function retryDelayMs(failures: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.max(0, failures - 1));
}

/**
 * Keeps an event stream open: reconnects with backoff after an error or after silence (a dead
 * network leaves an EventSource hanging without an error), at once when the device comes back
 * online. Runs until closed.
 */
export function openEventStream(options: EventStreamOptions): EventStream {
  const connect = options.connect ?? ((url: string) => new EventSource(url));
  let source: Source | undefined;
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let lostSince: number | undefined;
  let round = 0;
  let closed = false;

  function heard(): void {
    clearTimeout(watchdog);
    watchdog = setTimeout(lose, SILENCE_MS);
  }

  function stop(): void {
    round++;
    clearTimeout(watchdog);
    clearTimeout(retry);
    retry = undefined;
    source?.close();
    source = undefined;
  }

  function lose(): void {
    if (closed) return;
    stop();
    failures++;
    lostSince ??= Date.now();
    options.onState({ kind: "lost", since: lostSince });
    const delay = retryDelayMs(failures) * (0.75 + Math.random() / 2);
    retry = setTimeout(() => void attempt(), delay);
  }

  async function attempt(): Promise<void> {
    stop();
    const mine = round;
    try {
      await options.before?.(failures);
    } catch {
      if (mine === round) lose();
      return;
    }
    if (closed || mine !== round) return;
    const opened = connect(options.url());
    source = opened;
    heard();
    const listen = (name: string, run: (data: string) => void) =>
      opened.addEventListener(name, (event) => {
        if (source !== opened) return;
        heard();
        run(event instanceof MessageEvent ? String(event.data) : "");
      });
    listen("open", () => {
      failures = 0;
      lostSince = undefined;
      options.onState({ kind: "live" });
    });
    for (const [name, run] of Object.entries(options.on)) listen(name, run);
    if (!("ping" in options.on)) listen("ping", () => undefined);
    opened.addEventListener("error", () => {
      if (source === opened) lose();
    });
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
    fail: lose,
    close() {
      closed = true;
      stop();
      removeEventListener("online", hurry);
      removeEventListener("offline", offline);
      document.removeEventListener("visibilitychange", hurry);
    },
  };
}
