import { type Station, stationKey } from "@tureen/shared/menu/stations";
import { id as ownId } from "@tureen/shared/platform/http/fields";

/** The stations that a file names, by the names that the kitchen has now. */
export class StationNames {
  readonly #ids: ReadonlyMap<string, string>;
  readonly #unknown = new Map<string, string>();

  constructor(stations: readonly Pick<Station, "id" | "name">[]) {
    this.#ids = new Map(stations.map(({ id, name }) => [stationKey(name), id]));
  }

  /** Their ids, each once; undefined where nothing is named that can be meant. */
  idsOf(names: readonly string[] | undefined): string[] | undefined {
    const ids = new Set<string>();
    for (const name of names ?? []) {
      const key = stationKey(name);
      // An export names one that is gone by its id: what names it goes to the default.
      const id = this.#ids.get(key) ?? ownId.safeParse(name).data;
      if (id !== undefined) ids.add(id);
      else if (!this.#unknown.has(key)) this.#unknown.set(key, name);
    }
    return ids.size > 0 ? [...ids] : undefined;
  }

  /** The names that were asked for and that no station has, as they were first written. */
  unknown(): string[] {
    return [...this.#unknown.values()];
  }
}
