import type { Playback } from "./model/playback.ts";

/** Elements that have their own use for the arrows. */
const OWN_ARROWS = "input, select, textarea, [role=dialog], [role=tab]";
/** Elements that the space bar presses. */
const OWN_SPACE = "button, a, summary";

/**
 * Space plays and pauses; arrows step edit by edit in reading direction; Home and End go to the
 * ends. On the slider also up and down, and Page Up and Page Down from mark to mark: elsewhere those
 * scroll the page.
 */
export function onPlayerKey(event: KeyboardEvent, playback: Playback): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(OWN_ARROWS)) return;
  const onSlider = target.closest("[role=slider]") !== null;
  if (event.key === " " && target.closest(OWN_SPACE)) return;
  const act = actionOf(event.key, onSlider, playback);
  if (!act) return;
  event.preventDefault();
  act();
}

function actionOf(key: string, onSlider: boolean, playback: Playback): (() => void) | undefined {
  const along = document.documentElement.dir === "rtl" ? -1 : 1;
  switch (key) {
    case " ":
      return () => playback.toggle();
    case "ArrowRight":
      return () => playback.step(along);
    case "ArrowLeft":
      return () => playback.step(-along);
    case "Home":
      return () => playback.toStart();
    case "End":
      return () => playback.toEnd();
  }
  if (!onSlider) return undefined;
  switch (key) {
    case "ArrowUp":
      return () => playback.step(1);
    case "ArrowDown":
      return () => playback.step(-1);
    case "PageUp":
      return () => playback.toMark(1);
    case "PageDown":
      return () => playback.toMark(-1);
  }
  return undefined;
}
