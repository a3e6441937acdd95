import { expect, test } from "vitest";
import { ORDER_STATUSES } from "../table/document/order-status.ts";
import { canMove, nextStatus, previousStatus } from "./status.ts";

test("an order goes one step forward, one step back, or is cancelled before it is served", () => {
  const moves = ORDER_STATUSES.flatMap((from) =>
    ORDER_STATUSES.filter((to) => canMove(from, to)).map((to) => `${from} → ${to}`),
  );
  expect(moves.sort()).toEqual(
    [
      "placed → accepted",
      "accepted → preparing",
      "preparing → ready",
      "ready → served",
      "accepted → placed",
      "preparing → accepted",
      "ready → preparing",
      "served → ready",
      "placed → cancelled",
      "accepted → cancelled",
      "preparing → cancelled",
      "ready → cancelled",
    ].sort(),
  );
});

test("a tap on the ticket and its undo are each other's way back", () => {
  for (const status of ORDER_STATUSES) {
    const next = nextStatus(status);
    if (next) expect(previousStatus(next)).toBe(status);
  }
  expect([nextStatus("served"), nextStatus("cancelled")]).toEqual([undefined, undefined]);
  expect([previousStatus("placed"), previousStatus("cancelled")]).toEqual([undefined, undefined]);
});
