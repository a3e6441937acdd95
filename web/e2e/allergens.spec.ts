import { expect, test } from "./support/fixtures.ts";

const SALAD = "Garden Leaves";
const COD = "Cod with Brown Shrimp Butter";

test("an allergen that only a choice has is marked on the choice and reaches the kitchen", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url, label } = await table(1);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.page.getByRole("button", { name: "Diets and allergens" }).click();
  await ana.page.getByLabel("fish", { exact: true }).check();
  await ana.closeSheet();
  // Hidden is what cannot be had without fish; the salad can.
  await expect(ana.dish(COD)).toHaveCount(0);
  const sheet = await ana.openDish(SALAD);
  await expect(sheet.getByText("With what is chosen")).toBeHidden();
  await sheet.getByLabel(/^Smoked trout/).check();
  await expect(sheet.getByText("With what is chosen: fish")).toBeVisible();
  await expect(
    sheet.getByRole("checkbox", { name: /^Smoked trout Allergens: fish/ }),
  ).toBeChecked();
  await sheet.getByRole("button", { name: /^Add · / }).click();
  const number = await ana.sendAll();

  await expect(board.tickets(label)).toHaveCount(1);
  const line = board.line(number, SALAD);
  for (const allergen of ["mustard", "sulphites", "fish"])
    await expect(line).toContainText(allergen);
  await expect(line).not.toContainText("eggs");
});
