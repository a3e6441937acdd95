import type { DinerPage } from "./pages/diner.ts";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CABBAGE = "Charred Hispi Cabbage";
const ROUNDS = 5;

test("two people send the same at the same moment: one order, and the other is told", async ({
  table,
  phone,
  kitchen,
}) => {
  test.slow();
  const { url, label } = await table(1);
  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  // Neither phone can learn of the other's confirm before both are on their way.
  const gates = [await ana.gate("from-server"), await ben.gate("from-server")];
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();

  for (let round = 1; round <= ROUNDS; round++) {
    await ana.quickAdd(SOUP);
    await ben.quickAdd(CABBAGE);
    for (const one of [ana, ben]) {
      await expect(one.cartButton()).toContainText("€16.00");
      await one.show("Cart");
      await one.review();
      await expect(one.sendButton()).toHaveAccessibleName(/€16\.00$/);
    }
    for (const gate of gates) gate.close();
    await Promise.all([ana.send(), ben.send()]);
    for (const one of [ana, ben]) await expect(one.progress()).toContainText("You are sending");
    for (const gate of gates) await gate.open();

    const [winner, loser] = await outcome(ana, ben);
    const number = await winner.sentNumber();
    await expect(board.tickets(label)).toHaveCount(round);
    await expect(board.line(number, SOUP)).toContainText("1×");
    await expect(board.line(number, CABBAGE)).toContainText("1×");

    await expect(loser.rejection()).toContainText(SOUP);
    await expect(loser.rejection()).toContainText("Somebody has already ordered it; 0 left");
    await expect(loser.rejection().getByRole("button", { name: "Dismiss" })).toBeVisible();
    await loser.rejection().getByRole("button", { name: "Dismiss" }).click();
    await expect(loser.page.getByText("There is nothing to send here.")).toBeVisible();
    await loser.reviewSheet().getByRole("button", { name: "Close", exact: true }).click();
    await loser.closeSheet();
    await winner.backToMenu();
    for (const one of [ana, ben]) {
      const orders = await one.show("Orders");
      await expect(orders.getByRole("heading", { name: /^Order #/ })).toHaveCount(round);
      await one.show("Cart");
      await expect(one.page.getByText("Nothing in the cart yet")).toBeVisible();
      await one.closeSheet();
    }
  }
});

test("who sends without signal what another has ordered meanwhile is told so", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url, label } = await table(2);
  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");

  await ben.installed();
  await ben.page.context().setOffline(true);
  await ana.sendAll();
  await ben.show("Cart");
  await ben.review();
  await ben.send();
  await ben.page.context().setOffline(false);
  await expect(ben.rejection()).toContainText(SOUP);
  await expect(ben.rejection()).toContainText("Somebody has already ordered it; 0 left");
  await expect(board.tickets(label)).toHaveCount(1);
});

/** Who got the order and who was refused. */
async function outcome(a: DinerPage, b: DinerPage): Promise<[DinerPage, DinerPage]> {
  await expect(a.rejection().or(a.progress().getByText(/^Sent\./))).toBeVisible();
  return (await a.rejection().isVisible()) ? [b, a] : [a, b];
}
