import type { Ticket } from "@tureen/shared/kitchen/endpoints";

/** What the kitchen calls a dish of a ticket. */
export function lineName({
  name,
  kitchenName,
}: Pick<Ticket["lines"][number], "name" | "kitchenName">): string {
  return kitchenName ?? name;
}
