/** What a menu says about time, on phones and for staff (infra/run/test/timed-menu.ts has the menu). */
import type { Locator } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";

const POT = "Warm Chocolate Pot";
const ROSE = "Sparkling Rosé";
const CARROTS = "Honeyed Carrots";
const SOUP = "Pea & Mint Soup, served chilled";

test("what is not served says when it is, and a lower price counts; both change by themselves", async ({
  table,
  phone,
}) => {
  const { url } = await table(1);
  const ana = await phone();
  const { page } = ana;
  await page.clock.install();
  await page.goto(url);
  await page.getByRole("button", { name: "Look at the menu first" }).click();
  await expect(ana.dish(POT)).toContainText(/From \d?\d:\d\d/);
  await expect(ana.dish(ROSE).locator("s")).toContainText("€6.50");
  await expect(ana.dish(ROSE)).toContainText("€5.20");
  await page.clock.fastForward("02:01:00");
  await expect(ana.dish(POT)).not.toContainText("From");
  await expect(ana.dish(ROSE).locator("s")).toHaveCount(0);
  await expect(ana.dish(ROSE)).toContainText("€6.50");
});

test("what is ordered costs what counts at that time; what is not served cannot be added", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(2);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await expect(ana.addButton(POT)).toBeDisabled();
  await ana.quickAdd(ROSE);
  await expect(ana.cartButton()).toContainText("€5.20");
  const number = await ana.sendAll();
  await expect(board.line(number, ROSE)).toContainText("1×");
});

test("a pause is on all phones at once, before anything is sent, and is taken back", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(3);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.show("Cart");
  await ana.review();
  await expect(ana.sendButton()).toBeEnabled();
  await board.page.getByRole("button", { name: "Pause orders" }).click();
  await board.page.getByRole("button", { name: "20 minutes" }).click();
  await expect(board.page.getByText(/^Orders are paused until/)).toBeVisible();
  const notice = ana.reviewSheet().getByText(/^The kitchen takes a short break\./);
  await expect(notice).toBeVisible();
  await expect(ana.sendButton()).toBeDisabled();
  await board.page.getByRole("button", { name: "Take orders again" }).click();
  await expect(notice).toBeHidden();
  await ana.send();
  expect(await ana.sentNumber()).toBeGreaterThan(0);
});

test("a pause is seen wherever the guest is, and moves nothing that is about to be pressed", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(6);
  const [ana, board] = await Promise.all([
    phone({ viewport: { width: 360, height: 740 } }),
    kitchen(),
  ]);
  const { page } = ana;
  await ana.openTable(url, "Ana");
  const pause = async () => {
    await board.page.getByRole("button", { name: "Pause orders" }).click();
    await board.page.getByRole("button", { name: "20 minutes" }).click();
  };
  const resume = () => board.page.getByRole("button", { name: "Take orders again" }).click();
  const notice = (where: Locator) => where.getByText(/^The kitchen takes a short break\./);
  const boxOf = async (what: Locator) => JSON.stringify(await what.boundingBox());

  // Far down the menu, where what is above cannot be seen.
  await ana.addButton(CARROTS).scrollIntoViewIfNeeded();
  const things = [ana.addButton(CARROTS), ana.cartButton()];
  const before = await Promise.all(things.map(boxOf));
  await pause();
  await expect(notice(page.locator("body"))).toBeInViewport({ ratio: 1 });
  expect(await Promise.all(things.map(boxOf))).toEqual(before);
  await resume();
  await expect(notice(page.locator("body"))).toBeHidden();
  // At the top of the menu too, where it used to push the dishes down.
  await page.evaluate(() => scrollTo(0, 0));
  const soup = await boxOf(ana.addButton(SOUP));
  await pause();
  await expect(notice(page.locator("body"))).toBeInViewport({ ratio: 1 });
  expect(await boxOf(ana.addButton(SOUP))).toBe(soup);
  await resume();

  // In the sheet of a dish, over the button that adds it.
  const sheet = await ana.openDish(SOUP);
  const add = sheet.getByRole("button", { name: /^Add · / });
  await expect(notice(sheet)).toBeHidden();
  await settled(sheet);
  const addBefore = await boxOf(add);
  await pause();
  await expect(notice(sheet)).toBeInViewport({ ratio: 1 });
  expect(await boxOf(add)).toBe(addBefore);
  await resume();
  await add.click();

  // And beside the button that sends, however long the order above it is.
  await ana.show("Cart");
  await ana.review();
  await settled(ana.reviewSheet());
  const send = await boxOf(ana.sendButton());
  await pause();
  await expect(notice(ana.reviewSheet())).toBeInViewport({ ratio: 1 });
  await expect(ana.sendButton()).toBeDisabled();
  expect(await boxOf(ana.sendButton())).toBe(send);
  await resume();
});

/** A sheet has come up, and stays where it is. */
const settled = (sheet: Locator) =>
  sheet.evaluate((element) =>
    Promise.all(element.getAnimations().map((animation) => animation.finished)).then(() => {}),
  );

test("of what is counted by the day no more can be added than are left", async ({
  table,
  phone,
}) => {
  const { url } = await table(4);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await expect(ana.dish(CARROTS)).toContainText("2 left");
  await ana.quickAdd(CARROTS);
  await expect(ana.dish(CARROTS)).toContainText("2 left, 1 in the cart");
  await ana.quickAdd(CARROTS);
  await expect(ana.dish(CARROTS)).toContainText("2 left, 2 in the cart");
  await expect(ana.addButton(CARROTS)).toBeDisabled();
  await ana.show("Cart");
  await expect(
    ana.line(CARROTS).getByRole("button", { name: `One ${CARROTS} more` }),
  ).toBeDisabled();
  await ana.fewer(CARROTS);
  await ana.fewer(CARROTS);
});

test("a manager sets the hours; a phone that did not hear of it is told that it was too late", async ({
  table,
  phone,
  staff,
  manager,
}) => {
  const { url } = await table(5);
  const [ana, boss] = await Promise.all([phone(), staff("manager")]);
  const network = await ana.gate("from-server");
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.show("Cart");
  await ana.review();
  network.close();
  await boss.page.goto(`${new URL(url).origin}/staff/hours`);
  await boss.page.getByLabel(/^Always open/).uncheck();
  const removes = boss.page.getByRole("button", { name: "Remove these times" });
  await expect(removes).toHaveCount(7);
  await removes.first().click();
  await boss.page.getByRole("button", { name: "Copy to the days below: Monday" }).click();
  await expect(removes).toHaveCount(0);
  await boss.page.getByRole("button", { name: "Save" }).click();
  await expect(boss.page.getByText("Saved", { exact: true })).toBeVisible();
  await ana.send();
  await network.open();
  await expect(ana.rejection()).toContainText("The restaurant was closed when this arrived.");
  await expect(ana.page.getByText("Closed at the moment.").first()).toBeVisible();
  await manager.call("setHours", { body: { hours: null } });
});
