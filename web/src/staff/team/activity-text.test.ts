import { expect, test } from "vitest";
import { actionText, actorText } from "./activity-text.ts";

test("an action is named in words, a cancelled order as such, an unknown one by its code", () => {
  expect(actionText({ action: "session.open", details: {} })).toBe("Table opened");
  expect(actionText({ action: "order.status", details: { to: "ready" } })).toBe("Order moved on");
  expect(actionText({ action: "order.status", details: { to: "cancelled" } })).toBe(
    "Order cancelled",
  );
  expect(actionText({ action: "something.new", details: {} })).toBe("something.new");
});

test("an actor is named, or called by seat, or is the system or somebody", () => {
  const actor = { actorKind: "staff", actorId: "u1", actorName: null } as const;
  expect(actorText({ ...actor, actorName: "Mia" })).toBe("Mia");
  expect(actorText(actor)).toBe("Somebody");
  expect(actorText({ ...actor, actorKind: "server" })).toBe("The system");
  expect(actorText({ ...actor, actorKind: "diner", actorId: "d3" })).toMatch(/3/);
});
