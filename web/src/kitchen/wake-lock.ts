import { onCleanup } from "solid-js";

/** Keeps the screen on while its owner is mounted, where the browser can. */
export function createWakeLock(): void {
  let lock: WakeLockSentinel | undefined;

  async function request(): Promise<void> {
    if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
    try {
      lock = await navigator.wakeLock.request("screen");
    } catch {
      lock = undefined; // refused (battery saver): the screen behaves as usual
    }
  }

  // The browser releases the lock whenever the page is hidden.
  const onVisible = () => void request();
  document.addEventListener("visibilitychange", onVisible);
  void request();
  onCleanup(() => {
    document.removeEventListener("visibilitychange", onVisible);
    void lock?.release();
  });
}
