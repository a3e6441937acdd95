import type { Signals } from "@tureen/persistence/platform/signals/signals";
import type { EventStream } from "../platform/http/event-stream.ts";

/** Between two hints to the same restaurant's screens, ms: a floor changes in bursts. */
const MIN_GAP_MS = 500;

type Screen = Pick<EventStream, "send" | "onClose">;

export interface FloorFeed {
  /** Tells a screen, with `floor` events without content, that the floor is worth reading again. */
  follow(restaurantId: string, screen: Screen): void;
  close(): void;
}

interface Floor {
  readonly screens: Set<Screen>;
  hintedAt: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** Passes signals on as hints: the first at once, later ones together after the gap. */
export function createFloorFeed(deps: {
  readonly signals: Pick<Signals, "subscribe">;
  readonly minGapMs?: number;
}): FloorFeed {
  const { minGapMs = MIN_GAP_MS } = deps;
  const floors = new Map<string, Floor>();

  const unsubscribe = deps.signals.subscribe(
    ({ kind, restaurantId }) => {
      const floor = floors.get(restaurantId);
      if (floor && (kind === "floor" || kind === "kitchen")) changed(floor);
    },
    () => {
      for (const floor of floors.values()) changed(floor);
    },
  );

  function changed(floor: Floor): void {
    if (floor.timer) return;
    const wait = floor.hintedAt + minGapMs - Date.now();
    if (wait <= 0) hint(floor);
    else floor.timer = setTimeout(() => hint(floor), wait).unref();
  }

  function hint(floor: Floor): void {
    clearTimeout(floor.timer);
    floor.timer = undefined;
    floor.hintedAt = Date.now();
    for (const screen of floor.screens) screen.send({ event: "floor", data: "{}" });
  }

  return {
    follow(restaurantId, screen) {
      const floor: Floor = floors.get(restaurantId) ?? {
        screens: new Set(),
        hintedAt: 0,
        timer: undefined,
      };
      floors.set(restaurantId, floor);
      floor.screens.add(screen);
      // What changed while nobody listened is unknown: begin with a reading.
      screen.send({ event: "floor", data: "{}" });
      screen.onClose(() => {
        floor.screens.delete(screen);
        if (floor.screens.size > 0) return;
        clearTimeout(floor.timer);
        if (floors.get(restaurantId) === floor) floors.delete(restaurantId);
      });
    },
    close() {
      unsubscribe();
      for (const floor of floors.values()) clearTimeout(floor.timer);
      floors.clear();
    },
  };
}
