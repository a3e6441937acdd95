import type { Locator } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { openEditor, publish, saved } from "./support/menu-editor.ts";

const BURGER = "Smash Burger";

/** Adds a group with its choices to the open dish. */
async function addGroup(dish: Locator, name: string, choices: readonly string[]): Promise<void> {
  const add = dish.getByPlaceholder("New group, such as “Size”");
  await add.fill(name);
  await add.press("Enter");
  const choice = dish.getByPlaceholder("New choice").last();
  for (const each of choices) {
    await choice.fill(each);
    await choice.press("Enter");
  }
}

async function type(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.blur();
}

test("a dish as it comes, without, twice, included and asked on condition: written, ordered, cooked", async ({
  webUrl,
  staff,
  table,
  phone,
  kitchen,
}) => {
  test.slow();
  const { page } = await staff("manager");
  await openEditor(page, webUrl);
  await page.getByPlaceholder("New dish").first().fill(BURGER);
  await page.getByPlaceholder("New dish").first().press("Enter");
  await page.getByRole("button", { name: new RegExp(`^${BURGER}`) }).click();
  const dish = page.getByRole("dialog", { name: BURGER });
  await type(dish.getByLabel("Price (EUR)"), "10");
  await addGroup(dish, "As", ["Alone", "Meal"]);
  await type(dish.getByLabel("What Meal adds to the price"), "4");
  await addGroup(dish, "With", ["Onion", "Cheese"]);
  await addGroup(dish, "Extra", ["Bacon"]);
  await addGroup(dish, "Drink", ["Cola", "Water"]);
  const field = (label: string, group: number) =>
    dish.getByLabel(label, { exact: true }).nth(group);
  await type(field("At least", 1), "0");
  await type(field("At most", 1), "2");
  await type(field("At least", 2), "0");
  await type(field("At most", 2), "5");
  await type(field("Included in the price", 2), "1");
  const more = (value: string) => dish.getByRole("group", { name: `More about ${value}` });
  for (const value of ["Onion", "Cheese"]) {
    await dish.getByRole("button", { name: `More about ${value}` }).click();
    await type(more(value).getByLabel("Chosen beforehand"), "1");
  }
  await type(dish.getByLabel("What Bacon adds to the price"), "1");
  await dish.getByRole("button", { name: "More about Bacon" }).click();
  await type(more("Bacon").getByLabel("At most so often"), "3");
  await type(dish.getByLabel("Bacon with Meal"), "1.50");
  await dish.getByRole("group", { name: "Asked only with" }).last().getByText("As: Meal").click();
  await dish.getByRole("button", { name: "Done" }).click();
  await saved(page);
  await publish(page);

  const { url } = await table(1);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  const sheet = await ana.openDish(BURGER);
  const add = sheet.getByRole("button", { name: /^Add · |left$/ });
  // As it comes; the drink is not asked before there is a meal.
  await expect(sheet.getByLabel(/^Onion/)).toBeChecked();
  await expect(sheet.getByRole("group", { name: /^Drink/ })).toHaveCount(0);
  await sheet.getByLabel(/^Alone/).check();
  await expect(add).toHaveText("Add · €10.00");
  await sheet.getByLabel(/^Meal/).check();
  await expect(add).toHaveText("1 choice left");
  await sheet.getByLabel(/^Cola/).check();
  await expect(add).toHaveText("Add · €14.00");
  await sheet.getByLabel(/^Onion/).uncheck();
  // The first is included, the others cost what they do beside the meal.
  await expect(sheet.getByRole("group", { name: /^Extra/ })).toContainText("1 included");
  const another = sheet.getByRole("button", { name: "One Bacon more" });
  await another.click();
  await expect(add).toHaveText("Add · €14.00");
  await another.click();
  await another.click();
  await expect(add).toHaveText("Add · €17.00");
  await expect(another).toBeDisabled();
  await add.click();
  await expect(sheet).toBeHidden();

  await ana.show("Cart");
  await expect(ana.line(BURGER)).toContainText("With: Cheese, no Onion");
  await expect(ana.line(BURGER)).toContainText("Extra: 3 × Bacon");
  await ana.review();
  await ana.send();
  const number = await ana.sentNumber();
  const line = board.line(number, BURGER);
  await expect(line).toContainText("With: Cheese, no Onion");
  await expect(line.getByRole("strong")).toHaveText(["no Onion"]);
  await expect(line).toContainText("Extra: 3 × Bacon");
  await expect(line).toContainText("Drink: Cola");
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  await expect(ana.order(number)).toContainText("no Onion");
  await expect(ana.order(number)).toContainText("€17.00");

  // What is changed is compared by the names of what it speaks of.
  await page.getByRole("button", { name: new RegExp(`^${BURGER}`) }).click();
  await type(field("Included in the price", 2), "2");
  await dish.getByRole("group", { name: "Asked only with" }).last().getByText("As: Meal").click();
  await dish.getByRole("button", { name: "More about Bacon" }).click();
  await type(more("Bacon").getByLabel("Bacon with Meal"), "2");
  await dish.getByRole("button", { name: "Done" }).click();
  await saved(page);
  await page.getByRole("button", { name: "Compare and publish" }).click();
  const compared = page.getByRole("dialog", { name: "What guests will see" });
  await expect(compared).toContainText("Included: 1 → 2");
  await expect(compared).toContainText("Asked with: Meal → none");
  await expect(compared).toContainText("Price with others: Meal +€1.50 → Meal +€2.00");
});
