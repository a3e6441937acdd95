/** A kitchen's screen with few orders and with many, on the devices that kitchens have. */
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { dish, manyTickets, showTickets, ticketOf } from "./support/many-tickets.ts";
import { seatTwo } from "./support/seat-two.ts";

const SOUP = "Pea & Mint Soup, served chilled";

const SCREENS = [
  { width: 1024, height: 768 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
] as const;

/** The numbers of the orders that are drawn, oldest first. */
const numbersOf = async (page: Page) =>
  (await page.locator("article").evaluateAll((all) => all.map((each) => each.ariaLabel ?? "")))
    .map((label) =>
      Number(/\d+/.exec(label.replace(/[٠-٩]/g, (d) => String("٠١٢٣٤٥٦٧٨٩".indexOf(d))))?.[0]),
    )
    .sort((a, b) => a - b);

/** What of the tickets cannot be read or reached: words broken in two, what is cut off, what must be scrolled to. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth} px wide`);
    if (root.scrollHeight > root.clientHeight) found.push(`${root.scrollHeight} px high`);
    for (const ticket of document.querySelectorAll("article")) {
      const name = ticket.ariaLabel ?? "";
      const box = ticket.getBoundingClientRect();
      for (const button of ticket.querySelectorAll("footer button")) {
        const { left, right, top, bottom } = button.getBoundingClientRect();
        const isThere = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight;
        const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        if (!isThere || !button.contains(hit)) found.push(`a button of ${name} is out of reach`);
      }
      const texts = document.createTreeWalker(ticket, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const node = texts.currentNode as Text;
        if (node.parentElement?.closest(".visually-hidden, svg")) continue;
        for (const { 0: word, index } of node.data.matchAll(/[^\s-]+/g)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const rows = new Set(
            [...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 8)),
          );
          if (rows.size > 1) found.push(`${name}: "${word}" is broken`);
          const text = range.getBoundingClientRect();
          if (text.left < box.left - 1 || text.right > box.right + 1)
            found.push(`${name}: "${word}" is cut off`);
        }
      }
    }
    return [...new Set(found)];
  });
}

for (const language of ["de", "ar"] as const) {
  test(`44 orders are pages on which everything can be read and reached, ${language}`, async ({
    kitchen,
  }) => {
    test.slow();
    const { page } = await kitchen({ reducedMotion: "reduce" });
    await page.evaluate((locale) => localStorage.setItem("tureen.locale", locale), language);
    for (const viewport of SCREENS) {
      const at = `${viewport.width} × ${viewport.height}`;
      await page.setViewportSize(viewport);
      await showTickets(page, manyTickets(44, language));
      const seen: number[] = [];
      const pager = page.locator("footer nav");
      for (;;) {
        expect(await faults(page), at).toEqual([]);
        const shown = await numbersOf(page);
        // The oldest first, and none twice.
        expect(shown, at).toEqual(shown.map((_, nth) => seen.length + nth + 1));
        seen.push(...shown);
        if (seen.length === 44) break;
        await expect(pager, at).toContainText(String(44 - seen.length));
        await expect(page.locator("button[data-lane=new]"), at).toBeInViewport({ ratio: 1 });
        await pager.locator("button").last().click();
        await expect(page.locator("article").first(), at).toHaveAttribute(
          "aria-label",
          new RegExp(`\\b${seen.length + 1}\\b`),
        );
      }
    }
  });
}

test("an order alone has the whole room, and a long one keeps its button in view", async ({
  kitchen,
}) => {
  const { page } = await kitchen({ viewport: { width: 1920, height: 1080 } });
  const one = ticketOf(1, [dish(SOUP)]);
  const sizeOf = (of: string) =>
    page
      .locator("article")
      .first()
      .locator(of)
      .evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
  await showTickets(page, manyTickets(44));
  const among = await sizeOf("h2");
  await showTickets(page, [one]);
  expect(await sizeOf("h2")).toBeGreaterThan(among * 1.5);
  expect((await page.locator("article").boundingBox())?.width).toBeGreaterThan(1_700);

  // Fifteen dishes are all in view beside each other; on a tablet with other orders thirty scroll.
  const dishes = Array.from({ length: 30 }, (_, nth) => dish(`Dish ${nth + 1}`));
  await showTickets(page, [ticketOf(2, dishes.slice(0, 15))]);
  await expect(page.getByText("Dish 15", { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(page.getByText("Dish 1", { exact: true })).toBeInViewport({ ratio: 1 });
  expect(await faults(page)).toEqual([]);
  // What has room again says no more that something is below.
  await page.setViewportSize({ width: 1024, height: 620 });
  await expect(page.locator("[data-below]")).toBeVisible();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await expect(page.locator("[data-below]")).toHaveCount(0);
  await page.setViewportSize({ width: 1024, height: 768 });
  const oldest = { placedAt: Date.now() - 3_600_000 };
  await showTickets(page, [ticketOf(99, dishes, oldest), ...manyTickets(9)]);
  expect(await faults(page)).toEqual([]);
  const long = page.getByRole("article", { name: "Order 99," });
  await expect(long.getByText("Dish 30", { exact: true })).not.toBeInViewport();
  for (
    const below = long.getByRole("button", { name: /more dish.* below/ });
    await below.isVisible();
  ) {
    const before = await long.getByText("Dish 30", { exact: true }).boundingBox();
    await below.click();
    await expect
      .poll(async () => (await long.getByText("Dish 30", { exact: true }).boundingBox())?.y)
      .not.toBe(before?.y);
  }
  await expect(long.getByText("Dish 30", { exact: true })).toBeInViewport({ ratio: 1 });
});

test("a device keeps the size of its orders, its sound and whether it merges dishes", async ({
  kitchen,
}) => {
  const { page } = await kitchen({ viewport: { width: 1280, height: 800 } });
  await showTickets(page, manyTickets(44));
  const counts: number[] = [];
  for (const size of ["Large", "Normal", "Compact"]) {
    await page.getByRole("button", { name: "Options" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByText(size, { exact: true }).click();
    await page.keyboard.press("Escape");
    await expect(sheet).toBeHidden();
    counts.push(await page.locator("article").count());
  }
  expect(counts[0]).toBeLessThan(counts[1]!);
  expect(counts[1]).toBeLessThan(counts[2]!);

  await page.getByRole("button", { name: "Options" }).click();
  const options = page.getByRole("dialog");
  await options.getByText("Bell", { exact: true }).click();
  await options.getByLabel("Volume").fill("35");
  await options.getByText("Show dishes that are the same as one line").click();
  await options.getByRole("button", { name: "Try the sound" }).click();
  await page.reload();
  await expect(page.locator("article")).toHaveCount(counts[2]!);
  await page.getByRole("button", { name: "Options" }).click();
  await expect(options.getByRole("radio", { name: "Compact" })).toBeChecked();
  await expect(options.getByRole("radio", { name: "Bell" })).toBeChecked();
  await expect(options.getByLabel("Volume")).toHaveValue("35");
  await expect(options.getByRole("checkbox")).not.toBeChecked();
});

test("pages are turned by keys and by a finger", async ({ kitchen }) => {
  const { page } = await kitchen({ viewport: { width: 1280, height: 800 }, hasTouch: true });
  await showTickets(page, manyTickets(44));
  const at = page.locator("footer nav p");
  await expect(at).toHaveText(/^1 of /);
  await page.keyboard.press("ArrowRight");
  await expect(at).toHaveText(/^2 of /);
  await expect(page.getByRole("article", { name: /^Order 1,/ })).toHaveCount(0);
  await page.keyboard.press("+");
  await expect(at).toHaveText(/^3 of /);
  await page.keyboard.press("ArrowLeft");
  await expect(at).toHaveText(/^2 of /);
  await page.keyboard.press("Home");
  await expect(at).toHaveText(/^1 of /);

  const touch = await page.context().newCDPSession(page);
  const swipe = async (from: number, to: number) => {
    const point = (x: number) => ({ touchPoints: [{ x, y: 400 }] });
    await touch.send("Input.dispatchTouchEvent", { type: "touchStart", ...point(from) });
    for (const part of [0.3, 0.6, 1]) {
      const x = from + (to - from) * part;
      await touch.send("Input.dispatchTouchEvent", { type: "touchMove", ...point(x) });
    }
    await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  };
  await swipe(900, 500);
  await expect(at).toHaveText(/^2 of /);
  await swipe(500, 900);
  await expect(at).toHaveText(/^1 of /);
});

test("a bump bar moves the order whose key it is, takes it back, and tells its keys", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(1);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const first = await ana.sendAll();
  await ana.backToMenu();
  await ana.quickAdd(SOUP);
  const second = await ana.sendAll();
  await expect(board.ticket(second)).toBeVisible();

  const key = (number: number) => board.ticket(number).locator("kbd");
  await expect(key(first)).toHaveCount(0);
  await board.page.keyboard.press("2");
  await expect(key(second)).toHaveText("2");
  await expect(board.ticket(second)).toContainText("New");
  await board.page.keyboard.press("2");
  await expect(board.ticket(second)).toContainText("Accepted");
  await expect(board.ticket(first)).not.toContainText("Accepted");
  await board.page.keyboard.press("0");
  await expect(board.ticket(second)).not.toContainText("Accepted");

  await board.page.keyboard.press("?");
  const keys = board.page.getByRole("dialog", { name: "Keyboard and bump bar" });
  await expect(keys).toContainText("Turns the page");
  // Nothing moves under a sheet.
  await board.page.keyboard.press("1");
  await board.closeSheet();
  await expect(board.ticket(first)).not.toContainText("Accepted");
});

test("dishes that are the same are one line, ticked off together; the drawer tells today's pace", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(2);
  const [board, apart] = await Promise.all([kitchen(), kitchen()]);
  await apart.page.getByRole("button", { name: "Options" }).click();
  await apart.page.getByText("Show dishes that are the same as one line").click();
  await apart.closeSheet();
  const [ana, ben] = await seatTwo(phone, url);
  await ana.quickAdd(SOUP);
  await ben.quickAdd(SOUP);
  await expect(ana.cartButton()).toContainText("€15.00");
  const number = await ana.sendAll();

  await expect(board.line(number, SOUP)).toHaveCount(1);
  await expect(board.line(number, SOUP)).toContainText("2×");
  await expect(apart.line(number, SOUP)).toHaveCount(2);
  await board.tick(number, SOUP).click();
  await expect(apart.ticket(number).locator("button[aria-pressed=true]")).toHaveCount(2);
  await board.step(number, "Served");

  const drawer = await board.openDone();
  await expect(drawer.getByText("Served today")).toBeVisible();
  await expect(drawer.getByText("Slowest today").locator("..")).toContainText(`#${number}`);
});
