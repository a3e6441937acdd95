/** What a menu says about time, on phones and for staff (infra/run/test/timed-menu.ts has the menu). */
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
  await expect(ana.dish(POT)).toContainText(/From \d\d?:\d\d/);
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
