/** The stations of a kitchen, and which of them make what was ordered. Free of zod, for pages. */

/** Letters that a screen's head has room for. */
export const MAX_STATION_NAME = 40;
/** The bounds of the times after which a ticket is yellow, and red, seconds. */
export const MIN_WAIT_S = 30;
export const MAX_WAIT_S = 4 * 60 * 60;
/** Those times where a station has none of its own. */
export const WARN_AFTER_S = 5 * 60;
export const LATE_AFTER_S = 15 * 60;

/** A place of the kitchen at which dishes are made. */
export interface Station {
  readonly id: string;
  readonly name: string;
  /** Whether it makes what no other station does: exactly one of them does. */
  readonly isDefault: boolean;
  /** Seconds after which a ticket is yellow; null: as everywhere. */
  readonly warnAfterS: number | null;
  /** Seconds after which a ticket is red; null: as everywhere. */
  readonly lateAfterS: number | null;
}

/** When a station's tickets turn yellow, and red, in seconds. */
export function waitsOf({ warnAfterS, lateAfterS }: Pick<Station, "warnAfterS" | "lateAfterS">): {
  readonly warn: number;
  readonly late: number;
} {
  return { warn: warnAfterS ?? WARN_AFTER_S, late: lateAfterS ?? LATE_AFTER_S };
}

/**
 * The ids of the stations, in their order, that make what is meant for those that are named: of these
 * the ones that there are, and otherwise the default, so that it is never nowhere. Empty only where a
 * kitchen has no stations.
 */
export function stationsFor(
  named: readonly string[] | undefined,
  stations: readonly Pick<Station, "id" | "isDefault">[],
): string[] {
  const meant = stations.filter(({ id }) => named?.includes(id));
  // A list without a default is no list of ours; its first then makes what is left over.
  const rest = stations.find(({ isDefault }) => isDefault) ?? stations[0];
  return (meant.length > 0 ? meant : rest ? [rest] : []).map(({ id }) => id);
}

/** What makes two names of stations the same for those who read them. */
export function stationKey(name: string): string {
  return name.normalize("NFKC").trim().replace(/\s+/g, " ").toLowerCase();
}
