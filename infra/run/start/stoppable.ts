/** npm and the terminal may both deliver the same Ctrl-C; a person needs longer than this for two. */
const SAME_REQUEST_MS = 700;

/** A wish to stop: `signal` aborts at the first request, the `onKill` callbacks run at the second. */
export type Stoppable = {
  signal: AbortSignal;
  onKill(callback: () => void): void;
  /** Stops listening, so that the process can end. */
  finish(): void;
};

/** Turns Ctrl-C, SIGTERM, a closed terminal and a killed parent into one wish to stop. */
export function stoppable(target: NodeJS.Process): Stoppable {
  const stopping = new AbortController();
  const kills: (() => void)[] = [];
  let askedAt: number | undefined;
  const ask = () => {
    const now = Date.now();
    if (askedAt === undefined) {
      askedAt = now;
      stopping.abort(new Error("Stopped before everything was running."));
    } else if (now - askedAt > SAME_REQUEST_MS) {
      for (const kill of kills) kill();
      target.exit(130);
    }
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) target.on(signal, ask);
  target.once("disconnect", ask);
  // Listening for the parent's end must not by itself keep this process alive.
  target.channel?.unref();
  return {
    signal: stopping.signal,
    onKill: (callback) => kills.push(callback),
    finish() {
      for (const signal of signals) target.off(signal, ask);
      // Our own goodbye is no wish to stop.
      target.off("disconnect", ask);
      if (target.connected) target.disconnect?.();
    },
  };
}
