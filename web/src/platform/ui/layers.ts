import { type Accessor, createEffect, createMemo, onCleanup } from "solid-js";
import { BackStack } from "./back-stack.ts";
import { depthOfEntry, markDepth, onArrival, pushDepth } from "./page-history.ts";

let stack: BackStack | undefined;

function layers(): BackStack {
  if (!stack) {
    stack = new BackStack({
      depth: depthOfEntry,
      push: pushDepth,
      mark: markDepth,
      back: () => history.back(),
    });
    onArrival(() => stack?.arrived());
  }
  return stack;
}

/** To be called before the page is drawn: leaves the entry of a sheet that a reload has closed. */
export function startLayers(): void {
  layers();
}

/**
 * Something that lies over the page while `isOpen`: the Back button (or the swipe that means it)
 * closes the topmost of all such layers by `close`, which must close it, and leaves the page only
 * when none is open.
 */
export function createLayer(isOpen: Accessor<boolean>, close: () => void): void {
  const open = createMemo(isOpen);
  createEffect(() => {
    if (open()) onCleanup(layers().open(close));
  });
}

/** Closes the topmost layer, if any: what Escape does, as Back does. */
export function closeTopLayer(): void {
  layers().closeTop();
}

/** Resolves once what was closed has left no trace in the history: wait for it before navigating. */
export function layersSettled(): Promise<void> {
  return layers().settled();
}
