import { type Accessor, createSignal, onCleanup } from "solid-js";

export interface Clock {
  /** The server's time as far as known, ticking. Milliseconds since the epoch. */
  readonly now: Accessor<number>;
  /** This device's time, ticking. */
  readonly local: Accessor<number>;
  /** Corrects by the server's time as an answer has just told it. */
  readonly sync: (serverNow: number) => void;
}

/** A clock that ticks once a second while its owner is mounted. */
export function createClock(): Clock {
  const [local, setLocal] = createSignal(Date.now());
  const [offset, setOffset] = createSignal(0);
  const timer = setInterval(() => setLocal(Date.now()), 1_000);
  onCleanup(() => clearInterval(timer));
  return {
    now: () => local() + offset(),
    local,
    sync: (serverNow) => setOffset(serverNow - Date.now()),
  };
}
