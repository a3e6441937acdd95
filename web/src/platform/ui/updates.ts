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

/** How long a new version may take to be fetched before the page is reloaded all the same. */
const UPDATE_TIMEOUT_MS = 10_000;

/**
 * Reloads the page into the newest release. Without more, a page that a service worker keeps would come
 * back as it was.
 */
export async function reloadApp(): Promise<void> {
  try {
    await Promise.race([
      takeOverUpdate(),
      new Promise((done) => setTimeout(done, UPDATE_TIMEOUT_MS)),
    ]);
  } finally {
    location.reload();
  }
}

/** Lets a version that is waiting, or still has to be fetched, take the page over. */
async function takeOverUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  if (!registration) return;
  await registration.update();
  const next = registration.waiting ?? registration.installing;
  if (!next) return;
  await new Promise<void>((resolve) => {
    const takeOver = () => {
      if (next.state === "installed") next.postMessage({ type: "SKIP_WAITING" });
      if (next.state === "activated" || next.state === "redundant") resolve();
    };
    next.addEventListener("statechange", takeOver);
    takeOver();
  });
}

/**
 * Whether the server has another release than this page: then what the page has not loaded yet is no
 * longer there. False where nobody could say.
 */
export async function isReleaseGone(): Promise<boolean> {
  const entry = document.querySelector<HTMLScriptElement>("script[type=module][src]");
  if (!entry) return false;
  try {
    const response = await fetch("/", { cache: "no-store", credentials: "same-origin" });
    const page = await response.text();
    // A network that wants a sign-in answers with a page of its own.
    return page.includes('id="app"') && !page.includes(new URL(entry.src).pathname);
  } catch {
    return false;
  }
}
