import { onCleanup } from "solid-js";

/** Shorter ways across are a tap of a worn hand, in pixels. */
const MIN_PX = 60;

/**
 * Calls back for a finger that moves across an element: 1 against the reading direction, as one turns a
 * page on, -1 the other way. What scrolls up and down still does (`touch-action: pan-y`).
 */
export function createSwipe(on: HTMLElement, turn: (by: 1 | -1) => void): void {
  let from: { readonly id: number; readonly x: number; readonly y: number } | undefined;

  function onDown(event: PointerEvent): void {
    // A second finger zooms.
    from =
      event.pointerType === "touch" && event.isPrimary
        ? { id: event.pointerId, x: event.clientX, y: event.clientY }
        : undefined;
  }
  function onUp(event: PointerEvent): void {
    if (!from || event.pointerId !== from.id) return;
    const [across, along] = [event.clientX - from.x, event.clientY - from.y];
    from = undefined;
    if (Math.abs(across) < MIN_PX || Math.abs(across) < 2 * Math.abs(along)) return;
    const isOn = across < 0 === (getComputedStyle(on).direction === "ltr");
    turn(isOn ? 1 : -1);
  }
  const forget = () => {
    from = undefined;
  };

  on.addEventListener("pointerdown", onDown);
  on.addEventListener("pointerup", onUp);
  on.addEventListener("pointercancel", forget);
  onCleanup(() => {
    on.removeEventListener("pointerdown", onDown);
    on.removeEventListener("pointerup", onUp);
    on.removeEventListener("pointercancel", forget);
  });
}
