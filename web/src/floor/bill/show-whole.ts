/** Scrolls to what has become larger, and may end below the fold or under a bar. */
export function showWhole(element: HTMLElement): void {
  requestAnimationFrame(() => element.scrollIntoView({ block: "nearest" }));
}
