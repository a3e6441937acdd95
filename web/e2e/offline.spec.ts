import { expect, test } from "./support/fixtures.ts";

const CABBAGE = "Charred Hispi Cabbage";
const SOUP = "Pea & Mint Soup, served chilled";
const CARROTS = "Honeyed Carrots";

const ON_PHONE = "Only on this phone so far";

test("what is tapped without signal survives a reload and is merged on return", async ({
  table,
  phone,
}) => {
  const { url } = await table(1);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");
  await ana.installed();

  await ana.page.context().setOffline(true);
  await expect(ana.page.getByText("No connection. You can go on")).toBeVisible();
  await ana.quickAdd(CABBAGE);
  await expect(ana.page.getByText("Your changes are only on this phone so far")).toBeVisible();
  await ana.show("Cart");
  await ana.more(SOUP);
  await expect(ana.line(CABBAGE)).toContainText(ON_PHONE);
  await expect(ana.line(SOUP)).toContainText(ON_PHONE);
  const sheet = ana.page.getByRole("dialog");
  await expect(sheet.getByText("Your changes are only on this phone so far")).toBeVisible();

  // Meanwhile Ben taps the same dish and adds one of his own.
  await ben.show("Cart");
  await ben.more(SOUP);
  await ben.closeSheet();
  await ben.quickAdd(CARROTS);

  await ana.page.reload();
  await ana.seated();
  await expect(ana.page.getByText("Your changes are only on this phone so far")).toBeVisible();
  await ana.show("Cart");
  await expect(ana.line(CABBAGE)).toContainText(ON_PHONE);
  await expect(ana.quantity(SOUP)).toHaveText("2");
  await expect(ana.line(CARROTS)).toBeHidden();

  await ana.page.context().setOffline(false);
  await ben.show("Cart");
  for (const one of [ana, ben]) {
    await expect(one.quantity(SOUP)).toHaveText("3");
    await expect(one.quantity(CABBAGE)).toHaveText("1");
    await expect(one.quantity(CARROTS)).toHaveText("1");
    await expect(one.line(CABBAGE)).toContainText("Saved");
    await expect(one.line(SOUP)).toContainText("Saved");
  }
  await expect(ana.page.getByText("No connection")).toBeHidden();
});

test("a phone that was away through a confirm finds the order and keeps its own", async ({
  table,
  phone,
}) => {
  const { url } = await table(2);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");

  await ben.installed();
  await ben.page.context().setOffline(true);
  await ben.show("Cart");
  await ben.more(SOUP);
  const number = await ana.sendAll();
  await ben.page.context().setOffline(false);

  // One of the two soups was sent; the one that Ben added meanwhile is still to be ordered.
  await expect(ben.quantity(SOUP)).toHaveText("1");
  await expect(ben.line(SOUP)).toContainText("Saved");
  await ben.show("Orders");
  await expect(ben.order(number)).toContainText("Sent by Ana");
  await ana.backToMenu();
  await ana.show("Cart");
  await expect(ana.quantity(SOUP)).toHaveText("1");
  await expect(ana.line(SOUP)).toContainText("Ben");
});

test("a confirm without signal goes out on return, exactly once", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url, label } = await table(3);
  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");
  await ana.installed();

  await ana.page.context().setOffline(true);
  await ana.show("Cart");
  await ana.review();
  await ana.send();
  await expect(ana.progress()).toContainText("On this phone. It goes out when there is a signal.");
  await expect(ana.progress()).not.toContainText("Sent.");
  await ana.page.reload();
  await ana.seated();
  await ana.show("Cart");
  const onTheWay = ana.page.getByRole("region", { name: "On its way to the kitchen" });
  await expect(onTheWay).toContainText("On this phone. It goes out when there is a signal.");

  await ana.page.context().setOffline(false);
  await expect(board.tickets(label)).toHaveCount(1);
  await expect(onTheWay).toBeHidden();
  await expect(ana.line(SOUP)).toBeHidden();
  for (const one of [ana, ben]) {
    const orders = await one.show("Orders");
    await expect(orders.getByRole("heading", { name: /^Order #/ })).toHaveCount(1);
  }

  // Losing the signal again and coming back sends nothing twice.
  await ana.page.context().setOffline(true);
  await ana.page.context().setOffline(false);
  await ana.closeSheet();
  await ana.quickAdd(CARROTS);
  await expect(ben.page.getByRole("tab", { name: "Cart" })).toContainText("1");
  await expect(board.tickets(label)).toHaveCount(1);
});
