import type { Locator } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";

const MENU = /\/api\/t\/[^/]+\/menu$/;
const SOUP = "Pea & Mint Soup, served chilled";

test("a long menu has an index, and says what is being read right to its end", async ({
  table,
  phone,
}) => {
  const { url } = await table(1);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  const bar = ana.page.getByRole("navigation", { name: "Categories" });
  const current = bar.locator("[aria-current]");
  await expect(current).toHaveText("From the Tureen");
  await ana.page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect(current).toHaveText("Wine & Beer");

  // What was gone to stays, although the end of the page keeps it from the top.
  await bar.getByRole("link", { name: "Cold Drinks" }).click();
  await expect(current).toHaveText("Cold Drinks");
  await expect(ana.page.getByRole("heading", { name: "Cold Drinks" })).toBeInViewport();

  await ana.page.getByRole("button", { name: "All categories" }).click();
  const index = ana.page.getByRole("dialog", { name: "All categories" });
  await expect(index.getByRole("listitem")).toHaveCount(9);
  await expect(index.getByRole("button", { name: "Mains 9" })).toBeVisible();
  await index.getByRole("button", { name: "Small Plates" }).click();
  await expect(index).toBeHidden();
  await expect(current).toHaveText("Small Plates");
  const topOf = async (heading: Locator) => (await heading.boundingBox())?.y ?? Number.NaN;
  await expect
    .poll(() => topOf(ana.page.getByRole("heading", { name: "Small Plates" })))
    .toBeLessThan(200);
});

test("a key in the search makes nothing anew that stays", async ({ table, phone }) => {
  const { url } = await table(4);
  const ana = await phone();
  await ana.page.goto(url);
  await ana.page.getByRole("button", { name: "Look at the menu first" }).click();
  await ana.dish(SOUP).evaluate((row) => row.setAttribute("data-kept", ""));
  await ana.page.getByRole("button", { name: "Search the menu" }).click();
  const search = ana.page.getByRole("searchbox", { name: "Search the menu" });
  for (const query of ["pe", "pea", "pea &"]) {
    await search.fill(query);
    await expect(ana.dish("Honeyed Carrots")).toBeHidden();
    await expect(ana.dish(SOUP)).toHaveAttribute("data-kept");
  }
});

test("dishes are read in a language that the app itself does not speak", async ({
  table,
  phone,
}) => {
  const { url } = await table(2);
  const ana = await phone({ locale: "fr-FR" });
  await ana.page.route(MENU, async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    for (const { items } of answer.menu.categories) {
      for (const item of items) {
        if (item.name === SOUP) item.translations = { ...item.translations, fr: "Soupe de pois" };
      }
    }
    await route.fulfill({ response, json: answer });
  });
  await ana.page.goto(url);
  await ana.page.getByRole("button", { name: "Look at the menu first" }).click();
  await expect(ana.page.getByRole("heading", { name: "Soupe de pois" })).toBeVisible();
  // Chosen here, a language comes before the phone's own.
  await ana.page.getByRole("combobox", { name: "Language" }).selectOption("de");
  await expect(ana.page.getByRole("heading", { name: "Soupe de pois" })).toBeHidden();
});

test("a menu without any allergens says so once", async ({ table, phone }) => {
  const { url } = await table(3);
  const ana = await phone();
  await ana.page.route(MENU, async (route) => {
    const response = await route.fetch();
    const answer = await response.json();
    for (const { items } of answer.menu.categories) {
      for (const item of items) {
        item.allergens = [];
        for (const { values } of item.options) for (const value of values) delete value.allergens;
      }
    }
    await route.fulfill({ response, json: answer });
  });
  await ana.page.goto(url);
  await ana.page.getByRole("button", { name: "Look at the menu first" }).click();
  await expect(ana.page.getByText("The restaurant says nothing about allergens.")).toBeVisible();
  await expect(ana.page.getByText("Allergens unknown")).toHaveCount(0);
});
