import { type Accessor, createSignal, onCleanup } from "solid-js";
import { readText, writeText } from "../platform/storage.ts";
import { makeChime, type Ring } from "./chime.ts";

const STORAGE_KEY = "tureen.kitchen.sound";

/** on: it will ring; blocked: wanted, but the browser waits for a tap; off: not wanted. */
export type SoundState = "on" | "blocked" | "off";

export interface Sound {
  readonly state: Accessor<SoundState>;
  /** Off when on; otherwise on, with a first ring so that the cook hears what to listen for. */
  toggle(): void;
  ring(): void;
  /** Rings for somebody who tries it, also when it is off: that is a tap, which sets it free. */
  test(): void;
}

/** The sound for new tickets, as `how` says. The first tap or key anywhere on the page sets it free. */
export function createSound(how: () => Ring): Sound {
  const chime = makeChime();
  const [state, setState] = createSignal<SoundState>(
    readText(STORAGE_KEY) === "off" ? "off" : "blocked",
  );

  async function unlock(): Promise<void> {
    try {
      if ((await chime.unlock()) && state() !== "off") setState("on");
    } catch {
      setState("blocked"); // no audio device right now: the control says so and can be tried again
    }
  }

  function onGesture(event: Event): void {
    // The control itself decides what its tap means.
    if (event.target instanceof Element && event.target.closest("[data-sound]")) return;
    if (state() === "blocked") void unlock();
  }

  addEventListener("pointerup", onGesture);
  addEventListener("keydown", onGesture);
  onCleanup(() => {
    removeEventListener("pointerup", onGesture);
    removeEventListener("keydown", onGesture);
    chime.close();
  });

  return {
    state,
    toggle() {
      const next = state() === "on" ? "off" : "blocked";
      writeText(STORAGE_KEY, next === "off" ? "off" : "on");
      setState(next);
      if (next !== "off") void unlock().then(() => chime.ring(how()));
    },
    ring() {
      if (state() === "on") chime.ring(how());
    },
    test() {
      void unlock().then(() => chime.test(how()));
    },
  };
}
