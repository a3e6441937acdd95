import { type Accessor, createEffect, createSignal, on, onCleanup, untrack } from "solid-js";

/** A value as it was when it last stood still for so long, ms. */
export function createSettled<T>(value: Accessor<T>, afterMs: number): Accessor<T> {
  const [settled, setSettled] = createSignal<T>(untrack(value));
  let timer: ReturnType<typeof setTimeout> | undefined;
  createEffect(
    on(
      value,
      () => {
        clearTimeout(timer);
        timer = setTimeout(() => setSettled(() => value()), afterMs);
      },
      { defer: true },
    ),
  );
  onCleanup(() => clearTimeout(timer));
  return settled;
}
