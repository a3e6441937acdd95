import type { Page } from "@playwright/test";
import { expect, PHONE, test } from "./support/fixtures.ts";
import { openEditor, publish, saved } from "./support/menu-editor.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CABBAGE = "Charred Hispi Cabbage";

const priceOf = (page: Page, dish: string) => page.getByLabel(`Price of ${dish}`);

test("a manager writes a dish and its price, compares, and a guest's open menu shows it", async ({
  webUrl,
  staff,
  table,
  phone,
}) => {
  const { url } = await table(1);
  const [manager, ana] = [await staff("manager"), await phone()];
  await ana.openTable(url, "Ana");
  const { page } = manager;
  await openEditor(page, webUrl);

  const sections = page.getByRole("navigation", { name: "Sections" });
  const [first] = await sections.getByRole("listitem").allInnerTexts();
  expect(first).toBeTruthy();
  await page.getByPlaceholder("Search the menu").fill("cabbage");
  await priceOf(page, CABBAGE).fill("9.25");
  await priceOf(page, CABBAGE).press("Enter");
  await saved(page);
  await page.getByPlaceholder("Search the menu").fill("");
  await page.getByPlaceholder("New dish").fill("Elderflower Fritters");
  await page.getByPlaceholder("New dish").press("Enter");
  const row = page.getByRole("listitem").filter({ hasText: "Elderflower Fritters" });
  await expect(row).toContainText("Not for sale yet");

  // Without a price it is not published, and that is said.
  await page.getByRole("button", { name: "Compare and publish" }).click();
  const sheet = page.getByRole("dialog", { name: "What guests will see" });
  await expect(sheet).toContainText("1 dish has no price and is not published");
  await expect(sheet).toContainText("Price: €8.50 → €9.25");
  await sheet.getByRole("button", { name: "Elderflower Fritters" }).first().click();
  const dish = page.getByRole("dialog", { name: "Elderflower Fritters" });
  await dish.getByLabel("Price (EUR)").fill("6,5");
  await dish.getByLabel("Description").first().fill("With lemon curd");
  const allergens = dish.getByRole("group", { name: "Allergens", exact: true });
  await allergens.getByText("gluten", { exact: true }).click();
  await dish.getByPlaceholder("New group, such as “Size”").fill("Size");
  await dish.getByPlaceholder("New group, such as “Size”").press("Enter");
  for (const size of ["Three", "Six"]) {
    await dish.getByPlaceholder("New choice").fill(size);
    await dish.getByPlaceholder("New choice").press("Enter");
  }
  await dish.getByLabel("What Six adds to the price").fill("5");
  await dish.getByRole("button", { name: "Done" }).click();
  await saved(page);
  await publish(page);

  await expect(ana.dish("Elderflower Fritters")).toContainText("€6.50");
  await expect(ana.dish(CABBAGE)).toContainText("€9.25");
});

test("two managers who change one price are told of each other, and choose", async ({
  webUrl,
  staff,
}) => {
  const [one, other] = await Promise.all([staff("manager"), staff("manager")]);
  await Promise.all([openEditor(one.page, webUrl), openEditor(other.page, webUrl)]);
  for (const { page } of [one, other]) {
    await page.getByPlaceholder("Search the menu").fill("soup, served");
  }
  const before = await priceOf(one.page, SOUP).inputValue();
  // Both have seen the same; the second to arrive is told.
  await one.page.context().setOffline(true);
  await priceOf(one.page, SOUP).fill("7.10");
  await priceOf(one.page, SOUP).press("Enter");
  await expect(one.page.getByRole("status").filter({ hasText: "Not saved yet" })).toBeVisible();
  await priceOf(other.page, SOUP).fill("7.90");
  await priceOf(other.page, SOUP).press("Enter");
  await saved(other.page);
  await one.page.context().setOffline(false);
  const note = one.page.getByRole("alert").filter({ hasText: "Somebody else was faster" });
  await expect(note).toContainText("“€7.90”, you wrote “€7.10”");
  await expect(priceOf(one.page, SOUP)).toHaveValue("7.90");
  await note.getByRole("button", { name: "Use mine" }).click();
  await expect(priceOf(one.page, SOUP)).toHaveValue("7.10");
  await saved(one.page);
  await expect(priceOf(other.page, SOUP)).toHaveValue("7.10", { timeout: 15_000 });

  // Undo takes back what was insisted on.
  await one.page.getByRole("button", { name: "Undo" }).click();
  await expect(priceOf(one.page, SOUP)).toHaveValue("7.90");
  await priceOf(one.page, SOUP).fill(before);
  await priceOf(one.page, SOUP).press("Enter");
  await saved(one.page);
});

test("what was typed without signal is kept when the page is closed", async ({ webUrl, staff }) => {
  const { page } = await staff("manager");
  await openEditor(page, webUrl);
  await page.getByPlaceholder("Search the menu").fill("soup, served");
  await page.route("**/api/staff/menu/draft", (route) =>
    route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
  await priceOf(page, SOUP).fill("7.35");
  await priceOf(page, SOUP).press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Not saved yet" })).toBeVisible();
  page.on("dialog", (dialog) => void dialog.accept());
  await page.unroute("**/api/staff/menu/draft");
  await page.reload();
  await page.getByPlaceholder("Search the menu").fill("soup, served");
  await expect(priceOf(page, SOUP)).toHaveValue("7.35");
  await saved(page);
});

test("many prices are changed at once with a preview, and taken back", async ({
  webUrl,
  staff,
}) => {
  const { page } = await staff("manager", PHONE);
  await openEditor(page, webUrl);
  const prices = page.locator("input[data-price]");
  await expect(prices.first()).toBeVisible();
  const values = () =>
    prices.evaluateAll((all) => all.map((each) => (each as HTMLInputElement).value));
  const before = await values();
  await page.getByRole("button", { name: "Change prices" }).click();
  const sheet = page.getByRole("dialog", { name: "Change prices" });
  await sheet.getByLabel("How much").fill("10");
  await sheet.getByLabel("Rounded").selectOption({ label: "To 0.50" });
  const lines = sheet.getByRole("region", { name: "New prices" }).getByRole("checkbox");
  const all = await lines.count();
  // One line is left out, and its dish keeps its price.
  await lines.first().uncheck();
  await sheet.getByRole("button", { name: `Change ${all - 1} prices`, exact: true }).click();
  await expect(sheet).toBeHidden();
  const after = await values();
  expect(after).not.toEqual(before);
  expect(after[0]).toBe(before[0]);
  // A dish without a price keeps none.
  for (const price of after.slice(1)) expect(price).toMatch(/^$|\.[05]0$/);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(values).toEqual(before);
});

test("sections and dishes are moved by keyboard and pointer, hidden, duplicated and deleted", async ({
  webUrl,
  staff,
}) => {
  const { page } = await staff("manager");
  await openEditor(page, webUrl);
  const sections = page.getByRole("navigation", { name: "Sections" });
  const dishes = page.locator("section li[data-row] button bdi");
  const names = () => dishes.allInnerTexts();
  await sections.getByPlaceholder("New section").fill("Puddings");
  await sections.getByPlaceholder("New section").press("Enter");
  for (const dish of ["Syllabub", "Trifle", "Fool"]) {
    await page.getByPlaceholder("New dish").fill(dish);
    await page.getByPlaceholder("New dish").press("Enter");
  }
  await expect.poll(names).toEqual(["Syllabub", "Trifle", "Fool"]);
  await page.getByRole("button", { name: /^Move Fool/ }).focus();
  await page.keyboard.press("ArrowUp");
  await expect.poll(names).toEqual(["Syllabub", "Fool", "Trifle"]);
  await page.keyboard.press("ArrowUp");
  await expect.poll(names).toEqual(["Fool", "Syllabub", "Trifle"]);

  const handle = page.getByRole("button", { name: /^Move Trifle/ });
  const [from, to] = [
    await handle.boundingBox(),
    await page.getByRole("button", { name: /^Move Fool/ }).boundingBox(),
  ];
  if (!from || !to) throw new Error("no handles");
  await page.mouse.move(from.x + 10, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 10, to.y + 2, { steps: 5 });
  await page.mouse.up();
  await expect.poll(names).toEqual(["Trifle", "Fool", "Syllabub"]);

  await page.getByRole("button", { name: /^Syllabub/ }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByText("Hide from guests").click();
  await sheet.getByRole("button", { name: "Duplicate" }).click();
  await expect(page.getByRole("dialog", { name: "Syllabub (copy)" })).toBeVisible();
  await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();
  await expect.poll(names).toEqual(["Trifle", "Fool", "Syllabub", "Syllabub (copy)"]);
  await page.getByRole("button", { name: "Edit section Puddings" }).first().click();
  await page.getByRole("button", { name: "Delete with 4 dishes" }).click();
  await expect(sections.getByRole("button", { name: /^Puddings/ })).toHaveCount(0);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await expect(sections.getByRole("button", { name: /^Puddings/ })).toBeVisible();
});

test("a published version is looked at and brought back", async ({ webUrl, staff, manager }) => {
  const { page } = await staff("manager");
  const { versions } = await manager.call("listMenuVersions");
  const oldest = versions.at(-1)?.version ?? 1;
  await openEditor(page, webUrl);
  await page.getByPlaceholder("Search the menu").fill("cabbage");
  await priceOf(page, CABBAGE).fill("12.00");
  await priceOf(page, CABBAGE).press("Enter");
  await saved(page);
  await publish(page);
  await page.getByRole("button", { name: "Versions" }).click();
  const sheet = page.getByRole("dialog", { name: "Versions" });
  const version = sheet.getByRole("listitem").filter({ hasText: `Version ${oldest}` });
  await version.getByRole("button", { name: "Look at it" }).click();
  await expect(version).toContainText("Price: €12.00 → €8.50");
  await version.getByRole("button", { name: "Bring it back into the draft" }).click();
  await expect(priceOf(page, CABBAGE)).toHaveValue("8.50");
});

test("a menu is tried on a past day before it is published", async ({
  webUrl,
  staff,
  table,
  phone,
}) => {
  const { url } = await table(2);
  const [manager, ana] = [await staff("manager"), await phone()];
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.sendAll();
  const { page } = manager;
  await openEditor(page, webUrl);
  await page.getByPlaceholder("Search the menu").fill("mint soup");
  // Far from what the other tests have left in the draft.
  await priceOf(page, SOUP).fill("19.50");
  await priceOf(page, SOUP).press("Enter");
  await saved(page);

  await page.getByRole("button", { name: "Compare and publish" }).click();
  const part = page.getByRole("region", { name: "Try it on a past day" });
  const day = part.getByLabel("Day");
  const today = (await day.getAttribute("max")) ?? "";
  // The same day of the week before is what is asked for unless somebody chooses.
  expect(Date.parse(today) - Date.parse(await day.inputValue())).toBe(7 * 86_400_000);
  await part.getByRole("button", { name: "Try it" }).click();
  await expect(part).toContainText("Nothing was ordered on that day.");
  await day.fill(today);
  await expect(part).not.toContainText("Nothing was ordered");
  await part.getByRole("button", { name: "Try it" }).click();
  await expect(part).toContainText(/Ordered for €[\d.,]+ → €19\.50 with this menu \(\+€[\d.,]+\)/);
  await expect(part.getByRole("row", { name: SOUP })).toContainText("1 × · €19.50");
  await page.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: SOUP }).click();
  const dish = page.getByRole("dialog", { name: SOUP });
  await dish.getByText("Hide from guests").click();
  await dish.getByRole("button", { name: "Done" }).click();
  await saved(page);
  await page.getByRole("button", { name: "Compare and publish" }).click();
  await day.fill(today);
  await part.getByRole("button", { name: "Try it" }).click();
  await expect(part).toContainText(/1 order for €[\d.,]+ would have been rejected/);
  await expect(part).toContainText(`${SOUP}: no longer on the menu`);
  await page.getByRole("button", { name: "Give up all edits" }).click();
});

test("a dish gets times and a price at times, in words before it is published, and phones follow", async ({
  webUrl,
  staff,
  table,
  phone,
}) => {
  const { url } = await table(3);
  const [manager, ana] = [await staff("manager"), await phone()];
  await ana.openTable(url, "Ana");
  const { page } = manager;
  await openEditor(page, webUrl);
  await page.getByPlaceholder("New section").fill("Brunch");
  await page.getByPlaceholder("New section").press("Enter");
  for (const dish of ["Kedgeree", "Kipper"]) {
    await page.getByPlaceholder("New dish").fill(dish);
    await page.getByPlaceholder("New dish").press("Enter");
    await priceOf(page, dish).fill("10");
    await priceOf(page, dish).press("Tab");
  }

  await page.getByRole("button", { name: /^Kedgeree/ }).click();
  const dish = page.getByRole("dialog", { name: "Kedgeree" });
  const times = dish.getByRole("region", { name: "Times and prices: Kedgeree" });
  await expect(times).toContainText("Served whenever you are open");
  await times.getByRole("button", { name: "Change times and prices of Kedgeree" }).click();
  await times.getByText("Price at times", { exact: true }).click();
  await expect(times).toContainText("€8.00 instead of €10.00: every day 17:00–19:00");
  await times.getByText("All day", { exact: true }).click();
  await times.getByLabel("The price becomes").selectOption({ label: "exactly this" });
  await times.getByLabel("Amount (EUR)").fill("7,50");
  await times.getByLabel("Amount (EUR)").press("Tab");
  await expect(times).toContainText("€7.50 instead of €10.00: at any time");
  await times.getByText("Same times and prices for other dishes").click();
  const others = page.getByRole("dialog", { name: "Same times and prices for other dishes" });
  await expect(others.getByRole("button", { name: /^Give them to 0/ })).toBeDisabled();
  await others.getByText("All of Brunch").click();
  await others.getByRole("button", { name: "Give them to 1 dish" }).click();
  await expect(page.getByText("Times and prices of 1 more dish changed")).toBeVisible();

  await times.getByText("At these times", { exact: true }).click();
  await expect(times).toContainText("Served every day 11:30–14:30");
  for (const day of ["Sat", "Sun"]) await times.getByText(day, { exact: true }).first().click();
  await times.getByLabel("From", { exact: true }).fill("09:00");
  // Emptied it goes back to what it was.
  await times.getByLabel("Until", { exact: true }).fill("");
  await times.getByLabel("Until", { exact: true }).blur();
  await expect(times).toContainText("Served Sat & Sun 9:00–14:30");
  await times.getByText("Only between two dates").first().click();
  await times.getByLabel("First day").fill("2099-01-03");
  await times.getByLabel("First day").blur();
  const sentence = "Served Sat & Sun 9:00–14:30, from 3 Jan 2099";
  await expect(times).toContainText(sentence);
  await dish.getByRole("button", { name: "Done" }).click();
  await saved(page);

  // Each tap is taken back by itself.
  await page.getByRole("button", { name: "Undo" }).first().click();
  await page.getByRole("button", { name: /^Kedgeree/ }).click();
  await expect(times).toContainText("Served Sat & Sun 9:00–14:30");
  await expect(times).not.toContainText("2099");
  await dish.getByRole("button", { name: "Done" }).click();
  await page.getByRole("button", { name: "Redo" }).click();
  await saved(page);
  await publish(page);
  await expect(ana.dish("Kedgeree")).toContainText(/From .*3/);
  await expect(ana.dish("Kipper")).toContainText("€7.50");

  // A change of what is published is said in words.
  await page.getByRole("button", { name: /^Kedgeree/ }).click();
  await times.getByRole("button", { name: "Change times and prices of Kedgeree" }).click();
  await times.getByText("Always", { exact: true }).click();
  await dish.getByRole("button", { name: "Done" }).click();
  await saved(page);
  await page.getByRole("button", { name: "Compare and publish" }).click();
  await expect(page.getByRole("dialog", { name: "What guests will see" })).toContainText(
    `Served: ${sentence} → Served whenever you are open`,
  );
});

test("the kitchen reads its own name of a dish, guests read the menu's, and the day's portions count", async ({
  webUrl,
  staff,
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(4);
  const [manager, ana, board] = [await staff("manager"), await phone(), await kitchen()];
  await ana.openTable(url, "Ana");
  const { page } = manager;
  await openEditor(page, webUrl);
  const name = "Grandmother's Sunday Trifle";
  await page.getByPlaceholder("New dish").fill(name);
  await page.getByPlaceholder("New dish").press("Enter");
  await priceOf(page, name).fill("6");
  await priceOf(page, name).press("Tab");
  await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  const dish = page.getByRole("dialog", { name });
  await dish.getByLabel("Name in the kitchen").fill("TRIFLE");
  await dish.getByLabel("Course").fill("3");
  await dish.getByLabel("Minutes to make").fill("12");
  // One that does not fit goes back to what it was.
  await dish.getByLabel("Course").fill("12");
  await dish.getByLabel("Portions each day").fill("0");
  await dish.getByLabel("Portions each day").blur();
  await expect(dish.getByLabel("Course")).toHaveValue("3");
  await dish.getByRole("button", { name: "Done" }).click();
  await saved(page);

  await page.getByRole("button", { name: "Compare and publish" }).click();
  const sheet = page.getByRole("dialog", { name: "What guests will see" });
  await expect(sheet).toContainText("1 dish has no portion on any day");
  await sheet.getByRole("button", { name }).first().click();
  await dish.getByLabel("Portions each day").fill("2");
  await dish.getByRole("button", { name: "Done" }).click();
  await saved(page);
  await publish(page);

  await expect(ana.dish(name)).toContainText("2 left");
  await ana.quickAdd(name);
  const number = await ana.sendAll();
  await expect(board.line(number, "TRIFLE")).toContainText("1×");
  await expect(board.ticket(number)).not.toContainText(name);
  await ana.backToMenu();
  await expect(ana.dish(name)).toContainText("1 left");
});
