import { makeBills } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";

test("a table that has paid too much says so wherever it looked paid, and before it is closed", async ({
  table,
  phone,
  staff,
  manager,
}) => {
  test.slow();
  await makeBills(manager, { online: false });
  const { url, label } = await table(1);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  for (const _ of [1, 2]) await ana.quickAdd(SOUP);
  await ana.sendAll();

  const floor = await staff("waiter");
  const sheet = await floor.choose(label);
  await sheet.getByRole("button", { name: "Bill and payments" }).click();
  await floor.page.getByRole("button", { name: /^Take a payment/ }).click();
  const take = floor.page.getByRole("dialog").last();
  await take.getByText("Everything").click();
  await take.getByRole("button", { name: /^Record / }).click();
  await take.getByRole("button", { name: "Done" }).click();

  // The code for a phone stays, however often the bill is read again.
  const bill = floor.page.getByRole("dialog", { name: /^Bill of/ });
  await bill.getByRole("button", { name: "Receipt for the whole table" }).click();
  const code = bill.getByText("A guest can scan this with a phone.", { exact: false });
  await expect(code).toBeVisible();
  const readAgain = () =>
    floor.page.waitForResponse((response) => response.url().endsWith("/bill"), { timeout: 20_000 });
  await readAgain();
  await readAgain();
  await expect(code).toBeVisible();

  // Both soups are taken off: nothing of the dish is paid any more, nor can more be taken off.
  const row = bill.getByRole("button", { name: new RegExp(SOUP) });
  await row.click();
  await floor.page.getByRole("button", { name: "Take off the bill" }).click();
  const off = floor.page.getByRole("dialog", { name: "Take off the bill" });
  await off.getByRole("button", { name: "One more" }).click();
  await expect(off.getByRole("button", { name: "Goodwill" })).toBeHidden();
  await off.getByRole("button", { name: "Never came" }).click();
  await off.getByRole("button", { name: "Change the bill" }).click();
  await expect(code).toBeHidden();
  await expect(row).toContainText(/2\W? taken off/);
  await expect(row).not.toContainText("Paid");
  await row.click();
  const choice = floor.page.getByRole("dialog", { name: /what to do/ });
  await expect(choice.getByRole("button", { name: "Discount" })).toBeVisible();
  await expect(choice.getByRole("button", { name: "Take off the bill" })).toBeHidden();
  await choice.getByRole("button", { name: "Close" }).click();
  await bill.getByRole("button", { name: "Close" }).click();

  // In the table's summary, and on its card behind it.
  await expect(sheet).toContainText("To be given back: €15.00");
  await expect(floor.page.getByText("To be given back: €15.00")).toHaveCount(2);
  await sheet.getByRole("button", { name: "Close the table" }).click();
  const question = floor.page.getByRole("dialog", { name: `Close Table ${label}?` });
  await expect(question.getByRole("alert")).toContainText("To be given back: €15.00");
  await expect(question).toContainText("only a manager can give money back");
  await expect(question.getByRole("button", { name: "Close it anyway" })).toBeVisible();
  await question.getByRole("button", { name: "Bill and payments" }).click();
  await expect(bill).toBeVisible();
});
