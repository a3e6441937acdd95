/**
 * Moving rows of a list by pointer and by keyboard. Browsers' own drag and drop does not work under a
 * finger, so the handle follows the pointer itself. Rows bear `data-row="<id>"`.
 */
import { createSignal } from "solid-js";

export interface Reorder {
  /** The row before which what is dragged would land; "" for the end, null while nothing is dragged. */
  readonly target: () => string | null;
  /** The row that is dragged. */
  readonly dragged: () => string | null;
  /** What the handle of a row listens to. */
  handle(id: string): {
    readonly onPointerDown: (event: PointerEvent & { readonly currentTarget: HTMLElement }) => void;
    readonly onKeyDown: (event: KeyboardEvent & { readonly currentTarget: HTMLElement }) => void;
  };
}

/** How near the upper or lower end of the screen a page begins to scroll by itself, px. */
const SCROLL_ZONE = 80;
const SCROLL_STEP = 12;

export function createReorder(deps: {
  /** The rows' list. */
  readonly list: () => HTMLElement | undefined;
  /** Puts a row before another one, or at the end. */
  readonly onMove: (id: string, before: string | null) => void;
  /** One place up or down, by the keyboard. */
  readonly onNudge: (id: string, step: -1 | 1) => void;
}): Reorder {
  const [target, setTarget] = createSignal<string | null>(null);
  const [dragged, setDragged] = createSignal<string | null>(null);

  /** The first row whose middle is below the pointer; "" for none. */
  function rowBelow(y: number): string {
    const rows = [...(deps.list()?.querySelectorAll<HTMLElement>("[data-row]") ?? [])];
    const below = rows.find((row) => {
      const { top, height } = row.getBoundingClientRect();
      return y < top + height / 2;
    });
    return below?.dataset.row ?? "";
  }

  return {
    target,
    dragged,
    handle: (id) => ({
      onPointerDown(event) {
        if (event.button !== 0) return;
        event.preventDefault();
        const handle = event.currentTarget;
        handle.setPointerCapture(event.pointerId);
        handle.focus();
        let moved = false;
        const ends = new AbortController();
        const until = { signal: ends.signal };
        const move = (to: PointerEvent) => {
          moved = true;
          setDragged(id);
          setTarget(rowBelow(to.clientY));
          if (to.clientY < SCROLL_ZONE) scrollBy(0, -SCROLL_STEP);
          else if (to.clientY > innerHeight - SCROLL_ZONE) scrollBy(0, SCROLL_STEP);
        };
        const end = (done: boolean) => {
          ends.abort();
          const before = target();
          setTarget(null);
          setDragged(null);
          if (done && moved && before !== null && before !== id) deps.onMove(id, before || null);
        };
        handle.addEventListener("pointermove", move, until);
        handle.addEventListener("pointerup", () => end(true), until);
        handle.addEventListener("pointercancel", () => end(false), until);
        handle.addEventListener("lostpointercapture", () => end(false), until);
        window.addEventListener("keydown", (key) => key.key === "Escape" && end(false), until);
      },
      onKeyDown(event) {
        const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
        if (step === 0) return;
        event.preventDefault();
        const { currentTarget } = event;
        deps.onNudge(id, step);
        // The row may have been taken out and put in again.
        requestAnimationFrame(() => currentTarget.isConnected && currentTarget.focus());
      },
    }),
  };
}
