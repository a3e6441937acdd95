import { type Component, lazy } from "solid-js";
import { loadUntilThere } from "./load-until-there.ts";

/** A part of the page that is fetched when it is first shown, however long the signal takes. */
export function later<Props extends Record<string, unknown>>(
  load: () => Promise<Component<Props>>,
): Component<Props> {
  return lazy(() => loadUntilThere(load).then((part) => ({ default: part })));
}
