import { useSearchParams } from "@solidjs/router";
import { type Accessor, createEffect } from "solid-js";
import { ALL } from "../menu/stations/screen-address.ts";
import { readText, writeText } from "../platform/storage.ts";
import { layersSettled } from "../platform/ui/layers.ts";

/** What a device shows of a restaurant's kitchen, as its address says it. */
export interface ScreenChoice {
  /** A station's id, `PASS` or `ALL`; undefined until somebody chooses. */
  readonly chosen: Accessor<string | undefined>;
  /** Chooses another; what is open over the page has been closed before. */
  choose(next: string): Promise<void>;
}

/**
 * The address says what is shown, so that it can be bookmarked, and the device remembers it for an
 * address that does not say it.
 */
export function createScreenChoice(restaurantId: string): ScreenChoice {
  const key = `tureen.kitchen-screen.${restaurantId}`;
  const [query, setQuery] = useSearchParams<{ station?: string }>();
  const chosen = () => (typeof query.station === "string" && query.station) || undefined;
  const show = (station: string) => setQuery({ station }, { replace: true, scroll: false });

  const kept = readText(key);
  if (chosen() === undefined && kept && kept !== ALL) show(kept);
  createEffect(() => {
    const station = chosen();
    if (station !== undefined) writeText(key, station);
  });
  return {
    chosen,
    async choose(next) {
      await layersSettled();
      show(next);
    },
  };
}
