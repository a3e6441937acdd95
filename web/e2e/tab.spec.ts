import { HEADER, makeBills, openBill } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";
import { seatTwo } from "./support/seat-two.ts";

const SOUP = "Pea & Mint Soup, served chilled";

test("a card is put down first, everybody sees it, and it is charged once at the end", async ({
  table,
  phone,
  staff,
  manager,
}) => {
  test.slow();
  await makeBills(manager, { tips: [1000], tab: { hold: 5000, step: 2000 } }, HEADER);
  const { url, label } = await table(1);
  const [ana, ben] = await seatTwo(phone, url);

  // Before anything is ordered, Ana puts her card down; it is declined once.
  await ana.show("Cart");
  const bill = await openBill(ana);
  await bill.getByRole("button", { name: "Put a card down" }).click();
  const tab = ana.page.getByRole("dialog", { name: "Put a card down" });
  await tab.getByRole("button", { name: "Have €50.00 held" }).click();
  await tab.getByRole("button", { name: "Decline" }).click();
  await expect(tab.getByText("The card was not accepted. Nothing is held.")).toBeVisible();
  await tab.getByRole("button", { name: "Try again" }).click();
  await tab.getByRole("button", { name: "Have €50.00 held" }).click();
  await tab.getByRole("button", { name: "Have it held" }).click();
  await expect(tab.getByText("Your card is down.")).toBeVisible({ timeout: 30_000 });
  await tab.getByRole("button", { name: "Close" }).last().click();
  await expect(tab).toBeHidden();
  await expect(bill.getByText("Your card is down for the table, up to €50.00.")).toBeVisible();
  await bill.getByRole("button", { name: "Close", exact: true }).click();
  await expect(bill).toBeHidden();

  // They order more than that, and it is raised by itself: for all phones and the floor to see.
  await ben.add(SOUP, { quantity: 8 });
  await ben.sendAll();
  await ben.page.getByRole("button", { name: "See the orders" }).click();
  const bens = await openBill(ben);
  await expect(
    bens.getByText(/^Ana's card is down for the table, up to €\d+\.00\.$/),
  ).toBeVisible();
  await expect(bens.getByText("up to €50.00")).toBeHidden({ timeout: 30_000 });
  await expect(bens.getByRole("button", { name: "Close the tab" })).toBeHidden();
  const waiter = await staff("waiter");
  const sheet = await waiter.choose(label);
  await sheet.getByRole("button", { name: "Bill and payments" }).click();
  await expect(waiter.page.getByText(/^Ana's card is down for the table/)).toBeVisible();

  // Ana closes it with a tip; it is charged once, and that is the whole bill.
  await ana.show("Orders");
  await openBill(ana);
  await bill.getByRole("button", { name: "Close the tab" }).click();
  const closing = ana.page.getByRole("dialog", { name: "Close the tab" });
  await closing.getByText("10%").click();
  await closing.getByRole("button", { name: /^Charge / }).click();
  await expect(bill.getByText("Everything is paid").first()).toBeVisible({ timeout: 30_000 });
  await expect(bens.getByText("Everything is paid").first()).toBeVisible();
  await expect(waiter.page.getByRole("link", { name: /^Receipt/ })).toHaveCount(1);

  // She has one receipt, which anybody with its address can read.
  const receipts = bill.getByRole("link", { name: /receipt/i });
  await expect(receipts).toHaveCount(1);
  const reader = await phone();
  await reader.page.goto(new URL((await receipts.getAttribute("href")) ?? "", url).href);
  await expect(reader.page.getByText("DE 123")).toBeVisible();
});
