/**
 * Row-level security lets the application's role see the rows of one restaurant: the one that its
 * transaction has named in the setting `app.restaurant_id`, local to the transaction (migrations/0003).
 */

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Names the restaurant that is its parameter, as a statement without rows. */
export const NAME_RESTAURANT = "select 1 where set_config('app.restaurant_id', $1, true) is null";

/** The statement that begins a transaction bound to a restaurant; throws RangeError for no id. */
export function beginIn(restaurantId: string): string {
  // Two statements in one message take no parameters.
  if (!UUID.test(restaurantId)) throw new RangeError("a restaurant's id is a UUID");
  return `begin; set local app.restaurant_id = '${restaurantId}'`;
}
