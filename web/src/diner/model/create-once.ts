import { type Accessor, createMemo } from "solid-js";

/** True from the first time that something is wanted: what was fetched for it stays, to close softly. */
export function createOnce(wanted: Accessor<boolean>): Accessor<boolean> {
  return createMemo<boolean>((was) => was || wanted(), false);
}
