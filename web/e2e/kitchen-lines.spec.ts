/** Dishes of one order that go on one by one. */
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CABBAGE = "Charred Hispi Cabbage";

test("a cook ticks dishes off one by one; the phone and the other screen say so", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(1);
  const [ana, board, second] = await Promise.all([phone(), kitchen(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.quickAdd(CABBAGE);
  const number = await ana.sendAll();
  await ana.page.getByRole("button", { name: "See the orders" }).click();

  await expect(ana.order(number)).toContainText("Seen in the kitchen");

  await board.tick(number, SOUP).click();
  await expect(board.ticket(number)).toContainText("Cooking");
  await expect(second.tick(number, SOUP)).toHaveAttribute("aria-pressed", "true");
  await expect(second.tick(number, CABBAGE)).toHaveAttribute("aria-pressed", "false");
  await expect(ana.order(number)).toContainText("Being prepared");
  const dish = (name: string) => ana.order(number).getByRole("listitem").filter({ hasText: name });
  await expect(dish(SOUP)).toContainText("Ready");
  await expect(dish(CABBAGE)).toContainText("In the kitchen");

  // A slip is undone where it was made; the last dish makes the order ready.
  await second.tick(number, SOUP).click();
  await expect(board.tick(number, SOUP)).toHaveAttribute("aria-pressed", "false");
  await board.tick(number, SOUP).click();
  await board.tick(number, CABBAGE).click();
  await expect(second.ticket(number).getByRole("button", { name: /^Served: / })).toBeVisible();
  await expect(ana.order(number)).toContainText("Ready");
  await expect(dish(CABBAGE)).not.toContainText("In the kitchen");
});

test("what is tapped without a connection is kept, sent once, and told where somebody was faster", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(2);
  const [ana, board, second] = await Promise.all([phone(), kitchen(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.quickAdd(CABBAGE);
  const first = await ana.sendAll();
  await ana.backToMenu();
  await ana.quickAdd(SOUP);
  const later = await ana.sendAll();
  await expect(board.ticket(later)).toBeVisible();

  await board.page.context().setOffline(true);
  await expect(board.lost()).toBeVisible();
  await board.tick(first, SOUP).click();
  await board.step(later, "Accept");
  await board.tick(first, CABBAGE).click();
  await expect(board.ticket(first).getByRole("button", { name: /^Served: / })).toBeVisible();
  await expect(board.lost()).toContainText("3 changes");
  await expect(second.tick(first, SOUP)).toHaveAttribute("aria-pressed", "false");
  await second.cancel(later, { preset: "Sold out" });

  await board.page.context().setOffline(false);
  await expect(second.ticket(first).getByRole("button", { name: /^Served: / })).toBeVisible();
  await expect(board.notice(`Somebody else was faster: order ${later}`)).toBeVisible();
  await expect(board.ticket(later)).toHaveCount(0);
  await expect(board.tick(first, SOUP)).toHaveAttribute("aria-pressed", "true");
});

test("a cook takes one of three portions off; the phone's bill and the all-day counts follow", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(3);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  for (let n = 0; n < 3; n++) await ana.quickAdd(SOUP);
  await ana.quickAdd(CABBAGE);
  const number = await ana.sendAll();
  await ana.page.getByRole("button", { name: "See the orders" }).click();

  await board
    .ticket(number)
    .getByRole("button", { name: `More for order ${number}` })
    .click();
  const sheet = board.page.getByRole("dialog");
  await sheet.getByRole("button", { name: "Cancel a dish" }).click();
  await sheet.getByRole("button", { name: SOUP }).click();
  await sheet.getByRole("button", { name: "One less" }).click();
  await sheet.getByRole("button", { name: "One less" }).click();
  await sheet.getByText("Sold out", { exact: true }).click();
  await sheet.getByRole("button", { name: "Cancel a dish" }).click();
  await expect(board.notice(`1× ${SOUP} cancelled`)).toBeVisible();
  await expect(board.line(number, SOUP)).toContainText("1 of 3 cancelled");
  await expect(ana.order(number)).toContainText("1 of 3 cancelled");

  await board.page.getByRole("button", { name: "All day" }).click();
  const allDay = board.page.getByRole("dialog").getByRole("listitem");
  await expect(allDay.filter({ hasText: SOUP })).toContainText("2×");
  await expect(allDay.filter({ hasText: CABBAGE })).toContainText("1×");
});
