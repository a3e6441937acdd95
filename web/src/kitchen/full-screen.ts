import { type Accessor, createSignal, onCleanup } from "solid-js";

/** As Safari had it before it took over the standard's names. */
interface OldSafari {
  readonly webkitFullscreenElement?: Element | null;
  webkitExitFullscreen?(): void;
  webkitRequestFullscreen?(): void;
}

export interface FullScreen {
  /** Whether the browser can: an iPhone's cannot. */
  readonly possible: boolean;
  readonly on: Accessor<boolean>;
  toggle(): Promise<void>;
}

/** The page without the browser's bars, where the browser can. */
export function createFullScreen(): FullScreen {
  const page: Document & OldSafari = document;
  const root: HTMLElement & OldSafari = document.documentElement;
  const isOn = () => (page.fullscreenElement ?? page.webkitFullscreenElement ?? null) !== null;
  const [on, setOn] = createSignal(isOn());
  const look = () => setOn(isOn());
  const events = ["fullscreenchange", "webkitfullscreenchange"];
  for (const event of events) page.addEventListener(event, look);
  onCleanup(() => {
    for (const event of events) page.removeEventListener(event, look);
  });
  return {
    possible: Boolean(root.requestFullscreen ?? root.webkitRequestFullscreen),
    on,
    async toggle() {
      try {
        if (isOn()) await (page.exitFullscreen?.() ?? page.webkitExitFullscreen?.());
        else await (root.requestFullscreen?.() ?? root.webkitRequestFullscreen?.());
      } catch {
        // Refused, as in a frame: everything stays as it is.
      }
      look();
    },
  };
}
