import { MAX_STATIONS } from "@tureen/shared/menu/kitchen-facts";
import { type Station, stationKey, waitsOf } from "@tureen/shared/menu/stations";
import { TureenError } from "@tureen/shared/platform/errors";
import { uuidv7 } from "uuidv7";
import { readStations } from "../menu/read-stations.ts";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";

interface ByManager {
  readonly restaurantId: string;
  readonly by: Actor;
  readonly now: Date;
}

/** What of a station can be changed; what is left out stays. */
export interface StationChange {
  readonly name?: string | undefined;
  /** Makes it the one that makes what no other does. */
  readonly isDefault?: true | undefined;
  readonly warnAfterS?: number | null | undefined;
  readonly lateAfterS?: number | null | undefined;
}

/**
 * Makes a station, behind those that there are; the first is the default. Returns all of them. Throws
 * "station-name-taken" and "stations-full".
 */
export async function addStation(
  database: Database,
  input: ByManager & { readonly name: string },
): Promise<Station[]> {
  const { restaurantId, name } = input;
  return await changing(database, input, async (tx, stations) => {
    if (stations.length >= MAX_STATIONS) throw new TureenError("stations-full");
    requireFreeName(name, stations);
    const id = uuidv7();
    await tx.query(
      `insert into kitchen_stations (restaurant_id, id, name, position, is_default)
       select k.restaurant_id, $2, $3,
         (select coalesce(max(s.position) + 1, 0) from kitchen_stations s
          where s.restaurant_id = $1), $4
       from restaurant_counters k where k.restaurant_id = $1`,
      [restaurantId, id, name, stations.length === 0],
    );
    return { added: id };
  });
}

/**
 * Changes a station. Returns all of them. Throws "station-unknown", "station-name-taken", and
 * "field-invalid" for tickets that would be red before they are yellow.
 */
export async function changeStation(
  database: Database,
  input: ByManager & { readonly stationId: string } & StationChange,
): Promise<Station[]> {
  const { restaurantId, stationId, name, isDefault } = input;
  return await changing(database, input, async (tx, stations) => {
    const before = requireStation(stationId, stations);
    const { warnAfterS = before.warnAfterS, lateAfterS = before.lateAfterS } = input;
    const { warn, late } = waitsOf({ warnAfterS, lateAfterS });
    if (warn >= late) {
      const detail = "a ticket is yellow before it is red";
      throw new TureenError("field-invalid", { field: "lateAfterS", detail });
    }
    if (name !== undefined) {
      requireFreeName(
        name,
        stations.filter(({ id }) => id !== stationId),
      );
    }
    await tx.query(
      `update kitchen_stations set name = $3, warn_after_s = $4, late_after_s = $5
       where restaurant_id = $1 and id = $2`,
      [restaurantId, stationId, name ?? before.name, warnAfterS, lateAfterS],
    );
    if (isDefault) await makeDefault(tx, restaurantId, stationId);
    return { changed: stationId };
  });
}

/** Brings all stations into this order. Returns them. Throws "stations-changed" unless it names each once. */
export async function orderStations(
  database: Database,
  input: ByManager & { readonly stationIds: readonly string[] },
): Promise<Station[]> {
  const { restaurantId, stationIds } = input;
  return await changing(database, input, async (tx, stations) => {
    const wanted = new Set(stationIds);
    const isEach = wanted.size === stationIds.length && wanted.size === stations.length;
    if (!isEach || !stations.every(({ id }) => wanted.has(id))) {
      throw new TureenError("stations-changed", { field: "stationIds" });
    }
    await tx.query(
      `update kitchen_stations s set position = wanted.place - 1
       from unnest($2::uuid[]) with ordinality as wanted (id, place)
       where s.restaurant_id = $1 and s.id = wanted.id`,
      [restaurantId, stationIds],
    );
    return { ordered: stationIds.length };
  });
}

/**
 * Removes a station; what names it goes to the default from now on, also what was ordered before. When it
 * is the default, the first of the others is from now on. Returns the others. Throws "station-unknown".
 */
export async function removeStation(
  database: Database,
  input: ByManager & { readonly stationId: string },
): Promise<Station[]> {
  const { restaurantId, stationId } = input;
  return await changing(database, input, async (tx, stations) => {
    const { isDefault } = requireStation(stationId, stations);
    await tx.query("delete from kitchen_stations where restaurant_id = $1 and id = $2", [
      restaurantId,
      stationId,
    ]);
    const heir = stations.find(({ id }) => id !== stationId);
    if (isDefault && heir) await makeDefault(tx, restaurantId, heir.id);
    return { removed: stationId };
  });
}

/** Changes a kitchen's stations, one after the other; the change says what is recorded of it. */
async function changing(
  database: Database,
  { restaurantId, by, now }: ByManager,
  change: (tx: Transaction, stations: readonly Station[]) => Promise<Record<string, unknown>>,
): Promise<Station[]> {
  return await inRestaurant(
    database,
    restaurantId,
    async (tx) => {
      // Two who make the first one at once: both would be the default.
      await tx.query("select from restaurants where id = $1 for no key update", [restaurantId]);
      const details = await change(tx, await readStations(tx, { restaurantId }));
      await recordActivity(tx, {
        ...{ restaurantId, sessionId: null, by, now },
        ...{ action: "stations.change", details },
      });
      tx.tell({ kind: "stations", restaurantId });
      return await readStations(tx, { restaurantId });
    },
    { repeatable: true },
  );
}

async function makeDefault(tx: Transaction, restaurantId: string, id: string): Promise<void> {
  // In two steps: there is never more than one.
  await tx.query(
    `update kitchen_stations set is_default = false
     where restaurant_id = $1 and id <> $2 and is_default`,
    [restaurantId, id],
  );
  await tx.query(
    "update kitchen_stations set is_default = true where restaurant_id = $1 and id = $2",
    [restaurantId, id],
  );
}

function requireStation(id: string, stations: readonly Station[]): Station {
  const station = stations.find((each) => each.id === id);
  if (!station) throw new TureenError("station-unknown");
  return station;
}

function requireFreeName(name: string, others: readonly Station[]): void {
  if (others.some((each) => stationKey(each.name) === stationKey(name))) {
    throw new TureenError("station-name-taken", { field: "name" });
  }
}
