/** How a device shows the kitchen and sounds: chosen on it, and kept there. */
import { type Accessor, createSignal } from "solid-js";
import { readStored, writeStored } from "../platform/storage.ts";
import { CHIMES, type ChimeName } from "./chime.ts";

/** How large the tickets' type is, against how many there is room for. */
export const DENSITIES = ["compact", "normal", "large"] as const;
export type Density = (typeof DENSITIES)[number];

/** How large type is of each density; 1 is as usual. */
export const TYPE_OF: Readonly<Record<Density, number>> = { compact: 0.8, normal: 1, large: 1.35 };

export interface ScreenSettings {
  readonly density: Density;
  /** Dishes of a ticket that are the same are one line. */
  readonly merges: boolean;
  /** 0 to 1. */
  readonly volume: number;
  /** The sound of each screen of the kitchen: a station's id, `PASS` or `ALL`. */
  readonly chimes: Readonly<Record<string, ChimeName>>;
}

const UNSET: ScreenSettings = { density: "normal", merges: true, volume: 0.7, chimes: {} };

export interface KeptSettings {
  readonly now: Accessor<ScreenSettings>;
  change(some: Partial<ScreenSettings>): void;
}

export function createScreenSettings(restaurantId: string): KeptSettings {
  const key = `tureen.kitchen.screen.${restaurantId}`;
  const [now, setNow] = createSignal(readSettings(readStored(key)));
  return {
    now,
    change(some) {
      writeStored(
        key,
        setNow((before) => ({ ...before, ...some })),
      );
    },
  };
}

/** What was kept, perhaps by another release: what is not understood is as if it never was chosen. */
export function readSettings(kept: unknown): ScreenSettings {
  const { density, merges, volume, chimes } = (
    typeof kept === "object" && kept !== null ? kept : {}
  ) as Partial<Record<keyof ScreenSettings, unknown>>;
  const isVolume = typeof volume === "number" && volume >= 0 && volume <= 1;
  return {
    density: DENSITIES.find((each) => each === density) ?? UNSET.density,
    merges: typeof merges === "boolean" ? merges : UNSET.merges,
    volume: isVolume ? volume : UNSET.volume,
    chimes: Object.fromEntries(
      Object.entries(typeof chimes === "object" && chimes !== null ? chimes : {}).filter(
        (entry): entry is [string, ChimeName] => CHIMES.some((name) => name === entry[1]),
      ),
    ),
  };
}
