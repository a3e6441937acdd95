import { makeBills, openBill } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";
import { seatTwo } from "./support/seat-two.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const SOURDOUGH = "Warm Sourdough & Brown Butter";

test("where rounds are paid one by one, the next waits until the one before is paid", async ({
  table,
  phone,
  manager,
}) => {
  await makeBills(manager, { rounds: "required" });
  const { url } = await table(1);
  const [ana, ben] = await seatTwo(phone, url);
  await ana.quickAdd(SOUP);
  await ben.quickAdd(SOURDOUGH);
  await expect(ana.cartButton()).toContainText("2");

  // Ben sends his without a connection, before Ana's order is known to his phone.
  await ben.show("Cart");
  await (await ben.review()).getByText("Only mine").click();
  await ben.page.context().setOffline(true);
  await ben.send();
  await ana.show("Cart");
  await (await ana.review()).getByText("Only mine").click();
  await ana.send();
  const number = await ana.sentNumber();
  await ana.backToMenu();
  await ben.page.context().setOffline(false);
  const refused = ben.page.getByRole("alert").filter({ hasText: "Not sent" });
  await expect(refused.first()).toContainText("The round before was not paid yet.");
  await expect(refused.getByRole("button", { name: "To the bill" }).first()).toBeVisible();

  // Ana's phone says it before she sends, with the way to pay.
  await expect(ana.cartButton()).toContainText("1");
  await ana.show("Cart");
  const review = await ana.review();
  await expect(review).toContainText(/Before you order again, .* has to be paid/);
  await expect(ana.sendButton()).toBeDisabled();
  await review.getByRole("button", { name: "To the bill" }).click();
  const bill = ana.page.getByRole("dialog", { name: "The bill" });
  await bill.getByRole("button", { name: `Pay order ${number}` }).click();
  const pay = ana.page.getByRole("dialog").last();
  await expect(pay).toContainText(`All that is left of order ${number}`);
  await pay.getByRole("button", { name: /^Pay / }).click();
  await pay.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(pay.getByText("Thank you. You have paid.")).toBeVisible({ timeout: 30_000 });
  await pay.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(bill.getByRole("button", { name: /^Pay order/ })).toHaveCount(0);
  await bill.getByRole("button", { name: "Close", exact: true }).click();
  await expect(ana.sendButton()).toBeEnabled();
  await ana.send();
  expect(await ana.sentNumber()).toBe(number + 1);
});

test("where it is offered, one order of two is paid by itself", async ({
  table,
  phone,
  manager,
}) => {
  await makeBills(manager, { rounds: "offered" });
  const { url } = await table(2);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const first = await ana.sendAll();
  await ana.backToMenu();
  await ana.quickAdd(SOURDOUGH);
  const second = await ana.sendAll();
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  const bill = await openBill(ana);
  await expect(bill.getByRole("button", { name: `Pay order ${first}` })).toBeVisible();
  await bill.getByRole("button", { name: `Pay order ${second}` }).click();
  const pay = ana.page.getByRole("dialog").last();
  await pay.getByRole("button", { name: /^Pay / }).click();
  await pay.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(pay.getByText("Thank you. You have paid.")).toBeVisible({ timeout: 30_000 });
  await pay.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(bill.getByRole("button", { name: `Pay order ${second}` })).toHaveCount(0);
  await expect(bill.getByRole("button", { name: `Pay order ${first}` })).toHaveCount(1);
});
