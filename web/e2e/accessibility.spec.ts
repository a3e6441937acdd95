import type { BrowserContextOptions, Page } from "@playwright/test";
import type { DinerPage } from "./pages/diner.ts";
import { barriers } from "./support/barriers.ts";
import { HEADER, makeBills } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";
import { doubleText, unusable } from "./support/large-text.ts";
import { smallTargets } from "./support/touch-targets.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const BURGER = "Tureen Burger";

/** Every page of a diner, one after the other, each handed to `look`. */
async function throughDinerPages(
  diner: DinerPage,
  url: string,
  look: (name: string) => Promise<void>,
): Promise<void> {
  await diner.page.goto(url);
  await expect(diner.page.locator("input[name=name]")).toBeVisible();
  await look("arrival");
  await diner.page.locator("input[name=name]").fill("Ana");
  await diner.page.locator("form button[type=submit]").click();
  const add = diner.page.locator("main article button[aria-label]").nth(4);
  await expect(add).toBeVisible();
  await add.click();
  await look("menu");
  await diner.page.locator("main article h3 button").first().click();
  const sheet = diner.page.getByRole("dialog");
  await expect(sheet).toBeVisible();
  await look("dish");
  await diner.page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  const dock = diner.page.locator("nav").last().getByRole("button");
  await dock.nth(1).click();
  const tabs = diner.page.getByRole("tab");
  await expect(diner.page.getByRole("tabpanel").getByRole("article")).toBeVisible();
  await look("cart");
  await tabs.nth(1).click();
  await look("orders");
  await tabs.nth(2).click();
  await expect(diner.page.getByRole("tabpanel").getByRole("img").last()).toBeVisible();
  await look("people");
  await tabs.nth(0).click();
  await diner.page.getByRole("tabpanel").locator("footer button").last().click();
  await expect(diner.page.getByRole("dialog").getByRole("radio")).toHaveCount(3);
  await look("review");
}

test("everything a guest touches is at least 44 px, on the smallest phones too", async ({
  table,
  phone,
}) => {
  test.slow();
  const { url } = await table(1);
  // A sheet on its way up lies partly below the screen.
  const diner = await phone({ viewport: { width: 360, height: 740 }, reducedMotion: "reduce" });
  await throughDinerPages(diner, url, async (name) => {
    expect(await smallTargets(diner.page), name).toEqual([]);
  });
});

test("in Arabic everything runs from right to left and nothing overflows", async ({
  table,
  phone,
}) => {
  test.slow();
  const { url } = await table(2);
  const diner = await phone({ viewport: { width: 360, height: 740 }, locale: "ar" });
  await throughDinerPages(diner, url, async (name) => {
    await expect(diner.page.locator("html")).toHaveAttribute("dir", "rtl");
    await expect(diner.page.locator("html")).toHaveAttribute("lang", "ar");
    const overflow = await diner.page.evaluate(() => {
      const root = document.documentElement;
      return root.scrollWidth - root.clientWidth;
    });
    expect(overflow, name).toBe(0);
    expect(await clippedControls(diner.page), name).toEqual([]);
  });
});

test("a guest can open a dish, add it and send it with the keyboard alone", async ({
  table,
  phone,
}) => {
  test.slow();
  const { url } = await table(3);
  const diner = await phone({ hasTouch: false, isMobile: false });
  const { page } = diner;
  const { keyboard } = page;
  await page.goto(url);
  await tabTo(page, "Your name");
  await keyboard.type("Ana");
  await keyboard.press("Enter");
  await diner.seated();

  await tabTo(page, /Roast Tomato & Fennel Soup$/);
  await keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Roast Tomato & Fennel Soup" });
  await expect(sheet).toBeVisible();
  await tabTo(page, /^Bowl/);
  await keyboard.press("Space");
  await tabTo(page, /^Add · /);
  await keyboard.press("Enter");
  await expect(sheet).toBeHidden();
  await expect(diner.cartButton()).toContainText("€7.90");

  // Backwards from the dish, the way wraps round to the dock at the end of the page.
  await tabTo(page, /^1\s*Cart/, "Shift+Tab");
  await keyboard.press("Enter");
  await expect(diner.line("Roast Tomato & Fennel Soup")).toBeVisible();
  await tabTo(page, "Review and send");
  await keyboard.press("Enter");
  await tabTo(page, /^Send to the kitchen/);
  await keyboard.press("Enter");
  await diner.sentNumber();
  await keyboard.press("Escape");
  await expect(diner.progress()).toBeHidden();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`no serious barriers for assistive technology, ${colorScheme}`, async ({
    table,
    phone,
    kitchen,
    staff,
  }) => {
    test.slow();
    const { url } = await table(colorScheme === "light" ? 4 : 5);
    const options: BrowserContextOptions = { colorScheme, reducedMotion: "reduce" };
    const [diner, board, waiter] = await Promise.all([
      phone(options),
      kitchen(options),
      staff("waiter", options),
    ]);
    await throughDinerPages(diner, url, async (name) => {
      expect(await barriers(diner.page), name).toEqual([]);
    });
    await diner.reviewSheet().getByRole("button", { name: "Close", exact: true }).click();
    await diner.closeSheet();
    await diner.add(BURGER, { options: ["Well done", "Green leaves"], note: "no onions" });
    await diner.quickAdd(SOUP);
    const number = await diner.sendAll();
    await expect(board.ticket(number)).toBeVisible();
    expect(await barriers(board.page), "kitchen").toEqual([]);
    await expect(waiter.card("1")).toBeVisible();
    expect(await barriers(waiter.page), "floor").toEqual([]);
    await waiter.choose(colorScheme === "light" ? "4" : "5");
    expect(await barriers(waiter.page), "table").toEqual([]);
  });
}

for (const [index, locale] of ["en-GB", "de", "ar"].entries()) {
  test(`everything can be read and used with text of twice the size, ${locale}`, async ({
    table,
    phone,
    manager,
  }) => {
    test.slow();
    await makeBills(manager, { tips: [1000] }, HEADER);
    const { url } = await table(6 + index);
    const { page } = await phone({
      viewport: { width: 360, height: 740 },
      locale,
      reducedMotion: "reduce",
    });
    const check = async (name: string) => expect.soft(await unusable(page), name).toEqual([]);
    const sheet = page.getByRole("dialog").last();
    const panel = page.getByRole("tabpanel");
    const mainButton = sheet.locator("footer button").last();

    await page.goto(url);
    await doubleText(page);
    await expect(page.locator("input[name=name]")).toBeVisible();
    await check("arrival");
    await page.locator("input[name=name]").fill("Ana");
    await page.locator("form button[type=submit]").click();
    await page.locator("main article button[aria-label]").nth(4).click();
    await check("menu");
    await page.locator("main article h3 button").nth(7).click();
    await expect(sheet).toBeVisible();
    await check("dish");
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toBeHidden();

    await page.locator("nav").last().getByRole("button").nth(1).click();
    await expect(panel.getByRole("article")).toBeVisible();
    await check("cart");
    // What is taken out can be taken back: the toast that says so covers nothing either.
    await panel.getByRole("group").getByRole("button").first().click();
    const undo = page.locator("[data-kb-top-layer]").getByRole("button");
    await expect(undo).toBeVisible();
    await check("cart with a toast");
    await undo.click();
    await expect(panel.getByRole("article")).toBeVisible();
    await page.getByRole("tab").nth(2).click();
    await check("people");
    await page.getByRole("tab").nth(0).click();
    await panel.locator("footer button").last().click();
    await expect(sheet.getByRole("radio")).toHaveCount(3);
    await check("review");
    await mainButton.click();
    await sheet.locator("header button").click();
    await page.getByRole("tab").nth(1).click();
    await expect(panel.getByRole("article")).toBeVisible();
    await check("orders");

    await panel.locator("footer button").last().click();
    await expect(sheet.locator("dl").first()).toBeVisible();
    await check("bill");
    await mainButton.click();
    await expect(sheet.locator("input[type=radio]").first()).toBeVisible();
    await check("what to pay");
    await mainButton.click();
    await expect(sheet.locator("section button")).toHaveCount(3);
    await check("card");
  });
}

/** Presses Tab until the element with this name has the focus. */
async function tabTo(page: Page, name: string | RegExp, key = "Tab"): Promise<void> {
  const MAX_STOPS = 60;
  const stops: string[] = [];
  for (let stop = 0; stop < MAX_STOPS; stop++) {
    await page.keyboard.press(key);
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return "";
      const label =
        element instanceof HTMLInputElement ? element.labels?.[0]?.innerText : undefined;
      return (element.getAttribute("aria-label") ?? label ?? element.innerText).trim();
    });
    stops.push(focused);
    if (typeof name === "string" ? focused === name : name.test(focused)) return;
  }
  throw new Error(`${name} cannot be reached with ${key}:\n${stops.join("\n")}`);
}

/** Controls that stick out of the screen sideways, outside of what scrolls sideways on purpose. */
function clippedControls(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const controls = document.querySelectorAll<HTMLElement>("button, a[href], input, select");
    return [...controls].flatMap((control) => {
      const { left, right, width: own } = control.getBoundingClientRect();
      if (own <= 1 || (left >= -0.5 && right <= width + 0.5)) return [];
      if (!control.checkVisibility() || control.closest("nav ul")) return [];
      return [`${control.getAttribute("aria-label") ?? control.innerText} ${left}–${right}`];
    });
  });
}
