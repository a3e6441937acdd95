/**
 * Runs `work` every `intervalMs`, counted from the end of the last run, so that runs never overlap.
 * Errors go to `onError` and the next run comes all the same. `stop` resolves when a run in
 * progress has ended.
 */
export function periodically(
  intervalMs: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running = Promise.resolve();
  const run = () => {
    running = work()
      .catch(onError)
      .finally(() => {
        if (!stopped) timer = setTimeout(run, intervalMs);
      });
  };
  timer = setTimeout(run, intervalMs);
  return {
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
