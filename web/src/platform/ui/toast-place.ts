import { type Accessor, createEffect, createSignal, onCleanup } from "solid-js";

/** How far toasts stay away from what they stand beside, px. */
const MARGIN_PX = 8;

/**
 * Where toasts cover no control, as the distance of their region from the screen's lower edge in px;
 * undefined at the screen's top. The top is left to an open sheet that reaches so far up, with its
 * tabs and its closing button, and to a page with a bar under the thumb: there the toasts stand on
 * the foot of the sheet's content (`data-toast-floor`) or on the bar (`data-toast-bar`). The room they take is
 * `--toasts-block` on the page, so that a sheet's content ends above them.
 */
export function createToastPlace(
  isShown: Accessor<boolean>,
  region: () => HTMLElement | undefined,
): Accessor<number | undefined> {
  const [bottom, setBottom] = createSignal<number>();
  const root = document.documentElement;

  function place(): void {
    const height = region()?.offsetHeight ?? 0;
    const sheet = [...document.querySelectorAll("[role=dialog]")].at(-1);
    const floor = sheet
      ? [...sheet.querySelectorAll("[data-toast-floor]")].at(-1)
      : document.querySelector("[data-toast-bar]");
    const isTopFree = sheet && sheet.getBoundingClientRect().top >= height + 2 * MARGIN_PX;
    const foot = floor?.getBoundingClientRect() ?? sheet?.getBoundingClientRect();
    if (isTopFree || foot === undefined) {
      setBottom(undefined);
      root.style.removeProperty("--toasts-block");
      return;
    }
    // A sheet's foot is the room itself, which grows upwards; a bar is stood upon.
    const edge = sheet ? foot.bottom : foot.top;
    setBottom(Math.max(0, window.innerHeight - edge) + MARGIN_PX);
    root.style.setProperty("--toasts-block", `${height + 2 * MARGIN_PX}px`);
  }

  createEffect(() => {
    const element = region();
    if (!isShown() || !element) return;
    place();
    const sizes = new ResizeObserver(place);
    sizes.observe(element);
    const changes = new MutationObserver(place);
    changes.observe(document.body, { childList: true, subtree: true });
    window.addEventListener("resize", place);
    // A sheet is where it stays only when it has come up.
    document.addEventListener("animationend", place);
    onCleanup(() => {
      sizes.disconnect();
      changes.disconnect();
      window.removeEventListener("resize", place);
      document.removeEventListener("animationend", place);
      root.style.removeProperty("--toasts-block");
    });
  });
  return bottom;
}
