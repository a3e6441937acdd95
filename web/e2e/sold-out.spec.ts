import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CABBAGE = "Charred Hispi Cabbage";

test("a dish that sells out between look and confirm is named, and the rest goes through", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url, label } = await table(1);
  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  const network = await ana.gate("from-server");
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await ana.quickAdd(CABBAGE);
  await expect(ben.cartButton()).toContainText("€16.00");
  await ana.show("Cart");
  await ana.review();

  // The news does not reach Ana's phone before she sends.
  network.close();
  const panel = await board.openSoldOut();
  await panel.getByPlaceholder("Search dishes").fill("cabbage");
  const available = panel.getByRole("switch", { name: `${CABBAGE}: available` });
  await available.click();
  await expect(available).not.toBeChecked();
  await board.closeSheet();

  // Ben's menu says so at once, and offers no more of it.
  await expect(ben.dish(CABBAGE)).toContainText("Sold out");
  await expect(ben.addButton(CABBAGE)).toBeDisabled();

  await expect(ana.sendButton()).toHaveAccessibleName(/€16\.00$/);
  await ana.send();
  await network.open();
  await expect(ana.rejection()).toContainText("The kitchen got nothing, because of this:");
  await expect(ana.rejection()).toContainText(`${CABBAGE}Sold out.`);
  await expect(board.tickets(label)).toHaveCount(0);

  await ana.rejection().getByRole("button", { name: "Take it out" }).click();
  await ana.rejection().getByRole("button", { name: "Review and send again" }).click();
  await expect(ana.sendButton()).toHaveAccessibleName(/€7\.50$/);
  await ana.send();
  const number = await ana.sentNumber();
  await expect(board.line(number, SOUP)).toContainText("1×");
  await expect(board.ticket(number)).not.toContainText(CABBAGE);
  await expect(board.tickets(label)).toHaveCount(1);
});

test("counted portions run out: more than are left is refused, what is left can be had", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(2);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  const network = await ana.gate("from-server");
  await ana.openTable(url, "Ana");
  await ana.add("Honeyed Carrots", { quantity: 3 });
  await ana.show("Cart");
  await ana.review();
  network.close();

  const panel = await board.openSoldOut();
  await panel.getByPlaceholder("Search dishes").fill("carrots");
  await panel.getByRole("button", { name: "Honeyed Carrots: count portions" }).click();
  await panel.getByLabel("Portions left").fill("2");
  await panel.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText("2 left")).toBeVisible();
  await board.closeSheet();

  await ana.send();
  await network.open();
  await expect(ana.rejection()).toContainText("Only 2 left.");
  await ana.rejection().getByRole("button", { name: "Reduce to 2" }).click();
  await ana.rejection().getByRole("button", { name: "Review and send again" }).click();
  await expect(ana.sendButton()).toHaveAccessibleName(/€9\.80$/);
  await ana.send();
  const number = await ana.sentNumber();
  await expect(board.line(number, "Honeyed Carrots")).toContainText("2×");
  await ana.backToMenu();
  await expect(ana.dish("Honeyed Carrots")).toContainText("Sold out");
});

test("one choice that sells out is off phones at once, refused to who did not hear, and back", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(3);
  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  const network = await ana.gate("from-server");
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.add("Cappuccino", { options: ["Oat drink", "Regular"] });
  await ana.show("Cart");
  await ana.review();
  network.close();

  const panel = await board.openSoldOut();
  await panel.getByPlaceholder("Search dishes").fill("cappuccino");
  await panel.getByRole("button", { name: "Cappuccino: choices" }).click();
  const oat = panel.getByRole("switch", { name: "Cappuccino, Milk: Oat drink: available" });
  await oat.click();
  await expect(oat).not.toBeChecked();
  await expect(panel.getByText("1 choice sold out")).toBeVisible();
  await panel.getByRole("button", { name: "Until tomorrow" }).click();
  await expect(panel.getByText(/^Until .*\d/)).toBeVisible();
  // The dish itself can be had.
  await expect(panel.getByRole("switch", { name: "Cappuccino: available" })).toBeChecked();

  const sheet = await ben.openDish("Cappuccino");
  await expect(sheet.getByLabel(/^Oat drink/)).toBeDisabled();
  await expect(sheet.getByText("Sold out")).toBeVisible();
  await ana.send();
  await network.open();
  await expect(ana.rejection()).toContainText("CappuccinoSold out.");

  await oat.click();
  await expect(oat).toBeChecked();
  await expect(sheet.getByLabel(/^Oat drink/)).toBeEnabled();
});
