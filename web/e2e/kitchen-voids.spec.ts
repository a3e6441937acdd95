import { makeBills } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";

test("a dish that a waiter takes off the bill is struck in every kitchen and on the phone", async ({
  table,
  phone,
  kitchen,
  staff,
  manager,
}) => {
  test.slow();
  await makeBills(manager, { online: false });
  const { url, label } = await table(1);
  const [ana, board, away] = await Promise.all([phone(), kitchen(), kitchen()]);
  await ana.openTable(url, "Ana");
  for (const _ of [1, 2, 3]) await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  await board.step(number, "Accept");
  await expect(away.ticket(number)).toContainText("Accepted");
  await away.page.context().setOffline(true);
  await expect(away.lost()).toBeVisible();

  const waiter = await staff("waiter");
  const sheet = await waiter.choose(label);
  await sheet.getByRole("button", { name: "Bill and payments" }).click();
  await waiter.page.getByRole("button", { name: new RegExp(SOUP) }).click();
  await waiter.page.getByRole("button", { name: "Take off the bill" }).click();
  const form = waiter.page.getByRole("dialog").last();
  await form.getByRole("button", { name: "One more" }).click();
  await form.getByRole("button", { name: "Never came" }).click();
  await form.getByRole("button", { name: "Change the bill" }).click();

  // It stands out as a new order does, with how many and why.
  const ticket = board.ticket(number);
  await expect(ticket).toHaveAttribute("data-news", "amended");
  await expect(board.notice("1 order has changed")).toHaveCount(1);
  const said = /1×.*2 of 3 cancelled · Never came/s;
  await expect(board.line(number, SOUP)).toHaveText(said);
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  await expect(ana.order(number)).toContainText("2 of 3 cancelled");
  await expect(ana.order(number)).toContainText("€7.50");

  // A screen that was cut off has missed nothing, and one that begins anew shows the same.
  await expect(away.line(number, SOUP)).not.toHaveText(said);
  await away.page.context().setOffline(false);
  await expect(away.lost()).toBeHidden();
  await expect(away.line(number, SOUP)).toHaveText(said);
  await expect(away.ticket(number)).toHaveAttribute("data-news", "amended");
  await board.page.reload();
  await expect(board.line(number, SOUP)).toHaveText(said);
  await expect(ticket).not.toHaveAttribute("data-news", /./);

  // Nothing is left of it: the cook puts it away, and the phone says so.
  const { tables } = await manager.call("readFloor");
  const params = {
    sessionId: tables.find((each) => each.label === label)?.session?.id ?? "",
  };
  const { view } = await manager.call("readBill", { params });
  const [order = "", ordered] = Object.entries(view.orders)[0] ?? [];
  const line = (ordered as { lines: { line: string }[] }).lines[0]?.line ?? "";
  const what = { kind: "void", on: { order, line }, portions: 1 } as const;
  const body = { once: crypto.randomUUID(), what, reason: "Guest left" };
  const { entry } = await manager.call("adjustBill", { params, body });
  await expect(ticket).toContainText("Nothing to cook");
  await expect(board.page.locator("[data-lane=cooking]")).toContainText("0");
  const floor = (await manager.call("readFloor")).tables.find((each) => each.label === label);
  expect(floor?.session?.orders).toMatchObject([{ number, allCancelled: true }]);
  const undo = {
    once: crypto.randomUUID(),
    what: { kind: "reversal", entry },
    reason: "Back",
  } as const;
  await manager.call("adjustBill", { params, body: undo });
  await expect(board.line(number, SOUP)).toHaveText(said);
  // Not only for a moment: also who looks later reads that it is back.
  await expect(board.line(number, SOUP)).toContainText("Wanted after all");
  await manager.call("adjustBill", { params, body: { ...body, once: crypto.randomUUID() } });
  await ticket.getByRole("button", { name: /^Put away/ }).click();
  await expect(ticket).toBeHidden();
  await expect(away.ticket(number)).toBeHidden();
  await expect(ana.order(number)).toContainText("Cancelled: Never came · Guest left");
  const drawer = await board.openDone();
  await expect(drawer.getByRole("listitem").first()).toContainText("Cancelled");
});

test("what was served changes the bill, and alarms nobody", async ({
  table,
  phone,
  kitchen,
  manager,
}) => {
  const { url, label } = await table(2);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  for (const step of ["Accept", "Start", "Ready", "Served"] as const)
    await board.step(number, step);
  const { tables } = await manager.call("readFloor");
  const params = {
    sessionId: tables.find((each) => each.label === label)?.session?.id ?? "",
  };
  const { view } = await manager.call("readBill", { params });
  const [order = "", ordered] = Object.entries(view.orders)[0] ?? [];
  const line = (ordered as { lines: { line: string }[] }).lines[0]?.line ?? "";
  const what = { kind: "void", on: { order, line }, portions: 1 } as const;
  const body = { once: crypto.randomUUID(), what, reason: "Cold" };
  await manager.call("adjustBill", { params, body });
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  await expect(ana.order(number)).toContainText("Cancelled");
  // Brought back, it shows what the screen was told meanwhile.
  const drawer = await board.openDone();
  await expect(board.notice("has changed")).toHaveCount(0);
  await drawer.getByRole("button", { name: "Bring back" }).click();
  await board.closeSheet();
  await expect(board.ticket(number)).toContainText("Nothing to cook");
  await expect(board.ticket(number)).toContainText("Cancelled · Cold");
});
