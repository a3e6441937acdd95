/**
 * How statements reach Postgres, and all that the rest of the code may use of it. There are two ways,
 * which do the same: "quick" knows what pg is like inside and saves round trips, messages and objects on
 * the path of every tap; "plain" is pg as it documents itself, for a pg whose inside has changed and to
 * find out whether a fault is ours. `npm run check` keeps everybody else out of the other files here.
 */
export { arrayText, type LeanRow, type LeanStatement, type LeanValue } from "./lean-types.ts";
export { openPool, WIRES, type Wire } from "./open-pool.ts";
export { beginIn, enterRestaurant, ofRestaurant, runLean } from "./restaurant.ts";
