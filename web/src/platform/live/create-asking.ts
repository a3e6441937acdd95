import { onCleanup } from "solid-js";
import { type Asking, untilAnswered } from "./retry.ts";

/** Asks until it is answered; asking anew gives the question before up. */
export type Ask = <T>(ask: () => Promise<T>, asking: Omit<Asking, "signal">) => Promise<T>;

/** One question at a time, which ends with its owner. */
export function createAsking(): Ask {
  let current: AbortController | undefined;
  onCleanup(() => current?.abort());
  return (ask, asking) => {
    current?.abort();
    current = new AbortController();
    return untilAnswered(ask, { ...asking, signal: current.signal });
  };
}
