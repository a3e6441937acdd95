/**
 * Registers the service worker once the page is idle. A new version is taken over while nobody is
 * looking (tab hidden), so that nothing reloads under a thumb.
 */
export function watchForUpdates(): void {
  if (!import.meta.env.PROD || !("serviceWorker" in navigator)) return;
  addEventListener("load", () => setTimeout(() => void register(), 2_000), { once: true });
}

async function register(): Promise<void> {
  const { registerSW } = await import("virtual:pwa-register");
  const update = registerSW({
    onNeedRefresh() {
      const onHidden = () => {
        if (document.visibilityState !== "hidden") return;
        document.removeEventListener("visibilitychange", onHidden);
        void update(true);
      };
      document.addEventListener("visibilitychange", onHidden);
    },
  });
}
