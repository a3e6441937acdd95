import type { KitchenEvent, Ticket } from "@tureen/shared/kitchen/endpoints";
import { expect, test } from "vitest";
import { paperNews } from "./concerns.ts";

type Line = Ticket["lines"][number];

const line = (id: string, more: Partial<Line> = {}): Line => ({
  ...{ id, name: id, quantity: 1, choices: [], note: "", for: null, forSeat: null, allergens: [] },
  ...{ status: "placed", firedAt: null },
  ...more,
});
const event = (change: Partial<KitchenEvent>, ...lines: Line[]): KitchenEvent => ({
  ...{ number: 1, orderId: "o", from: "placed", to: "placed", at: 1, reason: null },
  ticket: {
    ...{ orderId: "o", number: 7, table: "1", sessionId: "s", status: "placed", placedAt: 1 },
    ...{ statusAt: 1, total: 1, currency: "EUR", by: null, bySeat: 1, reason: null, lines },
  },
  ...change,
});
const paper = (change: Partial<KitchenEvent>, ...lines: Line[]) => {
  const news = paperNews(event(change, ...lines), { stations: [] }, []);
  return news && [news.kind, ...news.lines.map((each) => each.line.id)];
};
const soup = line("soup");
const held = line("steak", { status: "held" });
const fired = line("steak", { firedAt: 5 });

test("a held dish is on paper when it is fired, and once, however late the order is printed", () => {
  expect(paper({ from: null }, soup, held)).toEqual(["order", "soup"]);
  expect(paper({ from: null }, soup, fired)).toEqual(["order", "soup"]);
  expect(paper({ from: null }, held)).toBeUndefined();
  const moves = [{ line: "steak", from: "held", to: "placed" } as const];
  expect(paper({ moves }, soup, fired)).toEqual(["order", "steak"]);
});

test("a fire that is taken back is taken off, and what never was on paper is not", () => {
  const moves = [{ line: "steak", from: "placed", to: "held" } as const];
  expect(paper({ moves }, soup, held)).toEqual(["cancelled", "steak"]);
  const change = { id: "steak", change: "cancelled", portions: 1 } as const;
  expect(paper({ line: change }, soup, held)).toBeUndefined();
  expect(paper({ to: "cancelled" }, soup, held)).toEqual(["cancelled", "soup"]);
});
