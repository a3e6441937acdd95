import type { KitchenPage } from "./pages/kitchen.ts";
import { expect, test } from "./support/fixtures.ts";
import { openEditor, publish, saved } from "./support/menu-editor.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CABBAGE = "Charred Hispi Cabbage";

/** Chooses what the screen shows, in its options. */
async function show(screen: KitchenPage, name: string): Promise<void> {
  await screen.page.getByRole("button", { name: "Options" }).click();
  const choices = screen.page.getByRole("group", { name: "This screen shows" });
  await choices.getByRole("button", { name, exact: true }).click();
  await expect(screen.page.getByRole("dialog")).toBeHidden();
}

const head = (screen: KitchenPage) => screen.page.getByRole("heading", { level: 1 });

test("dishes are shown where they are made, and the pass sees who is waited for", async ({
  webUrl,
  table,
  phone,
  kitchen,
  staff,
  restaurant,
}) => {
  test.slow();
  const [{ url }, beside] = [await table(1), await table(2)];
  const [ana, ben, hot, cold] = [await phone(), await phone(), await kitchen(), await kitchen()];
  const { page } = await staff("manager");

  // Without stations a screen is as it always was.
  await expect(head(hot)).toHaveText(restaurant.name);
  await hot.page.getByRole("button", { name: "Options" }).click();
  await expect(hot.page.getByRole("group", { name: "This screen shows" })).toHaveCount(0);
  await hot.closeSheet();

  // The manager makes two; the first makes what no other does.
  await page.goto(`${webUrl}/staff/more`);
  await page.getByRole("link", { name: "Where in the kitchen dishes are made" }).click();
  await expect(page.getByText("There are no stations yet")).toBeVisible();
  for (const name of ["Stove", "Cold"]) {
    await page.getByLabel("New station").fill(name);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await expect(page.getByRole("heading", { name, level: 3 })).toBeVisible();
  }
  await page.getByLabel("New station").fill("cold");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("There is already a station with this name.")).toBeVisible();
  const stove = page.getByRole("listitem").filter({ hasText: "Stove" });
  await expect(stove).toContainText("Default");

  // The soup is made at the cold station.
  await openEditor(page, webUrl);
  await page.getByPlaceholder("Search the menu").fill("pea & mint");
  await page.getByRole("button", { name: SOUP }).click();
  const dish = page.getByRole("dialog", { name: SOUP });
  const stations = dish.getByRole("group", { name: "Made at" });
  await expect(stations).toContainText("Goes to: Stove");
  await stations.getByText("Cold", { exact: true }).click();
  await expect(stations).toContainText("Goes to: Cold");
  await dish.getByRole("button", { name: "Done" }).click();
  await saved(page);
  await page.getByRole("button", { name: "Compare and publish" }).click();
  await expect(page.getByRole("dialog")).toContainText("Made at: none → Cold");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await publish(page);

  await show(hot, "Stove");
  await show(cold, "Cold");
  await expect(head(hot)).toHaveText("Stove");
  await expect(head(cold)).toHaveText("Cold");

  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.quickAdd(SOUP);
  await ana.quickAdd(CABBAGE);
  const both = await ana.sendAll();
  await expect(hot.line(both, CABBAGE)).toBeVisible();
  await expect(hot.line(both, SOUP)).toHaveCount(0);
  await expect(hot.ticket(both)).toContainText("Also: Cold 2");
  await expect(cold.line(both, SOUP)).toBeVisible();
  await expect(cold.line(both, CABBAGE)).toHaveCount(0);
  await expect(cold.ticket(both)).toContainText("Also: Stove 1");

  // What is only for one of them is on no other screen.
  await ben.openTable(beside.url, "Ben");
  await ben.quickAdd(CABBAGE);
  const warm = await ben.sendAll();
  await expect(hot.ticket(warm)).toBeVisible();
  await expect(cold.ticket(warm)).toHaveCount(0);

  // The pass, by an address that can be bookmarked, has all of it.
  const pass = await kitchen();
  await pass.page.goto(`${webUrl}/kitchen?station=pass`);
  await expect(head(pass)).toHaveText("Pass");
  await expect(pass.line(both, SOUP)).toBeVisible();
  await expect(pass.ticket(both)).toContainText("Waiting for: Stove 1 Cold 2");
  await expect(pass.ticket(warm)).toContainText("Waiting for: Stove 1");

  // The device remembers which screen it is, and Back leads out of the kitchen and not to another station.
  await cold.page.goto(`${webUrl}/kitchen`);
  await expect(head(cold)).toHaveText("Cold");
  await expect(cold.page).toHaveURL(/[?]station=[0-9a-f-]{36}$/);
  await cold.page.reload();
  await expect(cold.line(both, SOUP)).toBeVisible();
  await expect(cold.ticket(warm)).toHaveCount(0);

  // A station that goes takes no dish along: its screen says so and shows everything.
  await page.goto(`${webUrl}/staff/stations`);
  await page.getByRole("button", { name: "Change Cold" }).click();
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("dialog")).toContainText("is made at Stove from now on");
  await page.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("heading", { name: "Cold", level: 3 })).toHaveCount(0);
  await expect(cold.page.getByRole("alert")).toContainText("The station of this screen is gone.");
  await expect(cold.ticket(warm)).toBeVisible();
  await expect(cold.ticket(both)).toContainText(CABBAGE);
  await expect(hot.line(both, SOUP)).toBeVisible();
  await expect(hot.ticket(both)).not.toContainText("Also:");
  await cold.page.getByRole("button", { name: "Choose" }).click();
  await cold.page
    .getByRole("group", { name: "This screen shows" })
    .getByRole("button", { name: "Stove" })
    .click();
  await expect(head(cold)).toHaveText("Stove");
  await expect(cold.page.getByRole("alert")).toHaveCount(0);
});
