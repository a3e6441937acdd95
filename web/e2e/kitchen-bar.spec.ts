import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";

const DISH = "Garden Leaves";

/** What of the buttons shown cannot be read: words broken in two, buttons over one another or cut off. */
function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const buttons = [...document.querySelectorAll("button")].filter((button) => {
      const box = button.getBoundingClientRect();
      return button.checkVisibility() && box.width > 1;
    });
    for (const button of buttons) {
      const box = button.getBoundingClientRect();
      if (box.left < -1 || box.right > innerWidth + 1) found.push(`outside: ${button.innerText}`);
      const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const node = texts.currentNode as Text;
        for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const rows = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top / 8)));
          if (rows.size > 1) found.push(`broken: ${word}`);
          const text = range.getBoundingClientRect();
          if (text.left < box.left - 1 || text.right > box.right + 1) found.push(`cut: ${word}`);
        }
      }
    }
    const bar = buttons.filter((button) => button.closest("header, [role=dialog]"));
    for (const [i, one] of bar.entries()) {
      for (const other of bar.slice(i + 1)) {
        if (one.closest("[role=dialog]") !== other.closest("[role=dialog]")) continue;
        const [a, b] = [one.getBoundingClientRect(), other.getBoundingClientRect()];
        const apart =
          a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
        if (!apart) found.push(`overlap: ${one.innerText} / ${other.innerText}`);
      }
    }
    return found;
  });
}

test("every word of the kitchen's bar and drawer can be read, and the counts stay in view", async ({
  table,
  phone,
  kitchen,
}) => {
  test.slow();
  const { url, label } = await table(1);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await ana.quickAdd(DISH);
  const number = await ana.sendAll();
  const first = await kitchen();
  for (const step of ["Accept", "Start", "Ready", "Served"] as const) {
    await first.step(number, step);
  }
  const row = (await first.openDone()).getByRole("listitem").filter({ hasText: `#${number}` });
  await expect(row).toContainText(`Table ${label}`);

  for (const locale of ["en", "de", "ar"]) {
    const { page } = await kitchen();
    for (const width of [1024, 1280, 390]) {
      const at = `${locale} at ${width} px`;
      await page.setViewportSize({ width, height: 768 });
      await page.evaluate((wanted) => localStorage.setItem("tureen.locale", wanted), locale);
      await page.reload();
      const lanes = page.locator("button[data-lane=new]");
      await expect(lanes).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", locale);
      await page.evaluate(() => document.fonts.ready);
      expect(await faults(page), at).toEqual([]);

      // As on a long ticket.
      await page.evaluate(() => {
        document.querySelector("main")?.style.setProperty("min-block-size", "3000px");
        scrollTo(0, 1500);
      });
      await expect(lanes, at).toBeInViewport({ ratio: 1 });
      await page.evaluate(() => scrollTo(0, 0));
      await page.locator("header button:not([data-lane], [data-sound])").nth(2).click();
      await expect(page.getByRole("dialog")).toContainText(`#${number}`);
      expect(await faults(page), `drawer, ${at}`).toEqual([]);
    }
  }
});
