import { type Accessor, createRenderEffect, onCleanup } from "solid-js";

/** Where the focus was before a sheet opened, and where it was before the sheet that that lies in. */
type Way = readonly HTMLElement[];

const ways = new WeakMap<Element, Way>();

/** Of a sheet that has closed at this very moment: one that opens in its place goes back the same way. */
let leaving: Way | undefined;

/**
 * Brings the focus back to where it was once what lies over the page has closed. Where that is gone, as
 * a choice that led from one sheet to the next is, to where it was before; never away from what has
 * taken the focus meanwhile. Returns the ref of what lies over the page.
 */
export function createFocusReturn(isOpen: Accessor<boolean>): (layer: HTMLElement) => void {
  let way: Way = [];
  let layer: HTMLElement | undefined;
  createRenderEffect(() => {
    if (!isOpen()) return;
    way = wayFrom(document.activeElement);
    onCleanup(() => {
      const left = way;
      const closed = layer;
      leaving = left;
      setTimeout(() => {
        if (leaving === left) leaving = undefined;
        const active = document.activeElement;
        const isLost = !active || active === document.body || closed?.contains(active);
        if (isLost) left.some(takesFocus);
      });
    });
  });
  return (element) => {
    layer = element;
    ways.set(element, way);
  };
}

function wayFrom(active: Element | null): Way {
  if (!(active instanceof HTMLElement) || active === document.body) return leaving ?? [];
  const within = active.closest("[role=dialog]");
  return [active, ...((within && ways.get(within)) ?? [])];
}

/** Whether an element could be given the focus; what is on its way out is none of those. */
function takesFocus(element: HTMLElement): boolean {
  if (!element.isConnected || element.closest("[data-closed]")) return false;
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}
