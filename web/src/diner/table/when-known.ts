import { createEffect, createRoot, getOwner, onCleanup } from "solid-js";

/**
 * For what is told once something else is known too, or after a while without it. The returned function
 * may be called at any time; nothing is told any more when the owner is gone.
 */
export function createWhenKnown(): (
  isKnown: () => boolean,
  waitMs: number,
  tell: () => void,
) => void {
  const owner = getOwner();
  const waiting = new Set<() => void>();
  onCleanup(() => {
    for (const stop of waiting) stop();
  });
  return (isKnown, waitMs, tell) =>
    createRoot((dispose) => {
      const timer = setTimeout(finish, waitMs);
      function stop() {
        clearTimeout(timer);
        waiting.delete(stop);
        dispose();
      }
      function finish() {
        if (!waiting.has(stop)) return;
        stop();
        tell();
      }
      waiting.add(stop);
      // Not from within the effect, which would then depend on what is told.
      createEffect(() => isKnown() && queueMicrotask(finish));
    }, owner);
}
