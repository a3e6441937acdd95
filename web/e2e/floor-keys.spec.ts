import { makeBills } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";

test("on the floor the focus follows the sheets, and Escape closes what lies on top", async ({
  table,
  phone,
  staff,
  manager,
}) => {
  test.slow();
  await makeBills(manager, {});
  const { url, label } = await table(1);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.sendAll();
  const floor = await staff("manager");
  const { page } = floor;

  const focused = page.locator(":focus");
  /** Opens something with the keyboard alone; the focus has to go into it. */
  const open = async (opener: ReturnType<typeof page.locator>, title: string | RegExp) => {
    await opener.focus();
    await page.keyboard.press("Enter");
    const sheet = page.getByRole("dialog", { name: title });
    await expect(sheet).toBeVisible();
    await expect(sheet.locator(focused)).toHaveCount(1);
    return sheet;
  };
  /** Closes what is on top; the focus has to be back on what opened it. */
  const leave = async (opener: ReturnType<typeof page.locator>, closed: typeof opener) => {
    await page.keyboard.press("Escape");
    await expect(closed).toBeHidden();
    await expect(opener).toBeFocused();
  };

  const card = floor.card(label);
  const sheet = await open(card, `Table ${label}`);

  // The question in the sheet is closed before the sheet.
  const close = sheet.getByRole("button", { name: "Close the table" });
  const question = await open(close, `Close Table ${label}?`);
  await leave(sheet.getByRole("button", { name: "Close the table" }), question);

  const toBill = sheet.getByRole("button", { name: /Bill and payments|paid of/ }).first();
  const bill = await open(toBill, /^Bill of/);
  const take = bill.getByRole("button", { name: /^Take a payment/ });
  await leave(take, await open(take, "Take a payment"));

  // A choice leads to the next sheet: from there it goes back to where it began.
  const change = bill.getByRole("button", { name: "Change the bill" });
  const choice = await open(change, "Change the bill");
  const adjusting = await open(choice.getByRole("button", { name: /Discount/ }), /Discount/);
  await expect(choice).toBeHidden();
  await leave(change, adjusting);

  await leave(toBill, bill);
  await leave(card, sheet);
});
