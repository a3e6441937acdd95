import { ACTIVITY_ACTIONS } from "@tureen/shared/platform/activity-actions";
import { expect, test } from "vitest";
import { actionText, actorText, factsOf } from "./activity-text.ts";

test("an action is named in words, a cancelled order as such, an unknown one by its code", () => {
  expect(actionText({ action: "session.open", details: {} })).toBe("Table opened");
  expect(actionText({ action: "order.status", details: { to: "ready" } })).toBe("Order moved on");
  expect(actionText({ action: "order.status", details: { to: "cancelled" } })).toBe(
    "Order cancelled",
  );
  const keys = (set: boolean) => actionText({ action: "billing.keys", details: { set } });
  expect([true, false].map(keys)).toEqual(["Stripe keys entered", "Stripe keys removed"]);
  expect(actionText({ action: "something.new", details: {} })).toBe("something.new");
});

test("everything that can be recorded has a sentence", () => {
  const untold = ACTIVITY_ACTIONS.filter(
    (action) => actionText({ action, details: {} }) === action,
  );
  expect(untold).toEqual([]);
});

test("money that moved is told with how much, how and why", () => {
  const facts = (action: string, details: Record<string, unknown>) =>
    factsOf({ action, details }, "EUR").join(" · ");
  expect(facts("payment.take", { method: "cash", amount: 1_250, tip: 100 })).toBe(
    "Cash · €12.50 · tip €1.00",
  );
  expect(facts("payment.refund", { amount: 500, tip: 0, reason: "Cold" })).toBe("€5.00 · Cold");
  expect(facts("bill.adjust", { entry: 1, kind: "write-off", amount: 300 })).toBe(
    "Written off · €3.00",
  );
  expect(facts("payment.mismatch", { expected: 1, amount: 200, currency: "USD" })).toMatch(/2\.00/);
  expect(facts("receipt.issue", { receipt: 7, replaces: null })).toBe("receipt 7");
  expect(facts("bill.adjust", { kind: "void", amount: 450, reason: "Never came" })).toBe(
    "Taken off the bill · €4.50 · Never came",
  );
  expect(facts("bill.adjust", { kind: "reversal", undoes: "void", reason: "It did" })).toBe(
    "Undone · Taken off the bill · It did",
  );
  expect(facts("order.status", { to: "cancelled", reason: "Gone home" })).toBe("Gone home");
  expect(facts("day.close", { number: 17, ofDay: 2 })).toBe("close 17, no. 2 of its day");
  expect(facts("session.open", {})).toBe("");
});

test("an actor is named, or called by seat, or is the system or somebody", () => {
  const actor = { actorKind: "staff", actorId: "u1", actorName: null } as const;
  expect(actorText({ ...actor, actorName: "Mia" })).toBe("Mia");
  expect(actorText(actor)).toBe("Somebody");
  expect(actorText({ ...actor, actorKind: "server" })).toBe("The system");
  expect(actorText({ ...actor, actorKind: "diner", actorId: "d3" })).toMatch(/3/);
});
