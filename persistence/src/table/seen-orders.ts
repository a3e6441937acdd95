/**
 * Whether the kitchen's screens have shown all of an order, `order` being the name of a row of `orders`
 * in a statement.
 */
export function isSeen(order: string): string {
  return `exists (select from order_sightings z where z.restaurant_id = ${order}.restaurant_id
    and z.order_id = ${order}.id and z.part = 'whole')`;
}
