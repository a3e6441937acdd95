import { z } from "zod";
import { MAX_WAIT_S, MIN_WAIT_S, type Station } from "./stations.ts";

/** When a station's tickets change their colour, seconds. */
export const stationWait = z.int().min(MIN_WAIT_S).max(MAX_WAIT_S).nullable();

/** A place of the kitchen at which dishes are made. */
export const station = z.object({
  id: z.uuid(),
  name: z.string(),
  isDefault: z.boolean().describe("Whether it makes what no other station does; one of them does"),
  warnAfterS: stationWait.describe("Seconds after which a ticket is yellow; null: as everywhere"),
  lateAfterS: stationWait.describe("Seconds after which a ticket is red; null: as everywhere"),
}) satisfies z.ZodType<Station>;
