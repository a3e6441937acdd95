import type { Page } from "@playwright/test";
import { ReplayPage } from "./pages/replay.ts";
import { expect, test } from "./support/fixtures.ts";

/** A task of the page that takes longer than this is felt while somebody scrubs, ms. */
const STUTTER_MS = 200;
/** One step in twenty may: a busy machine takes the page's time for other things. */
const TOLERATED_SHARE = 0.05;
/** What is the page's own fault happens every time; what the machine does beside it does not. */
const MAX_TRIES = 3;

// A trace takes a picture of the page with every step, in the very tasks that are measured.
test.use({ trace: "off" });

test("an evening of 20,000 edits can be scrubbed without stutter", async ({
  staff,
  restaurant,
  webUrl,
}) => {
  test.setTimeout(180_000);
  const { page } = await staff("manager");
  const replay = new ReplayPage(page);
  await replay.open(webUrl, restaurant.longSession ?? "");
  expect(await replay.length()).toBe(20_000);

  await watchLongTasks(page);
  let stutters: number[] = [];
  let steps = 0;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    steps = await scrub(replay, page);
    stutters = (await takeLongTasks(page)).filter((ms) => ms >= STUTTER_MS);
    if (stutters.length <= steps * TOLERATED_SHARE) break;
  }
  expect(stutters.length, `tasks of ${stutters} ms`).toBeLessThanOrEqual(steps * TOLERATED_SHARE);

  // What is shown is what there was: the same wherever one comes from.
  const shown = await replay.phone("Ana").innerText();
  expect(shown).toContain("Cart");
  await page.keyboard.press("Home");
  for (let n = 0; n < 50; n++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  for (let n = 0; n < 50; n++) await page.keyboard.press("ArrowLeft");
  expect(await replay.phone("Ana").innerText()).toBe(shown);
});

/** Scrubs in every way there is, ends 50 edits before the end, and returns in how many steps. */
async function scrub(replay: ReplayPage, page: Page): Promise<number> {
  const box = await replay.slider().boundingBox();
  if (!box) throw new Error("the slider has no box");
  const y = box.y + box.height - 4;
  const to = (share: number) => page.mouse.move(box.x + share * (box.width - 1), y);
  await to(0);
  await page.mouse.down();
  const seen = new Set<number>();
  for (let n = 1; n <= 120; n++) {
    // Leaps through the whole session first, which is the worst that a hand can do; then a sweep.
    await to(n <= 60 ? (n * 0.618034) % 1 : (n - 60) / 60);
    seen.add(await replay.index());
  }
  await page.mouse.up();
  expect(seen.size).toBeGreaterThan(100);
  // From one end to the other at once, and edit by edit.
  await replay.slider().focus();
  const leaps = ["Home", "End", "Home", "PageUp", "PageUp", "PageDown", "End"];
  for (const key of leaps) await page.keyboard.press(key);
  for (let n = 0; n < 50; n++) await page.keyboard.press("ArrowLeft");
  expect(await replay.index()).toBe(19_950);
  return 120 + leaps.length + 50;
}

/** Notes every task of the page that takes longer than 50 ms, from now on. */
async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    });
    observer.observe({ type: "longtask" });
    Object.assign(window, { longTasks: tasks });
  });
}

/** How long those tasks took since this was last asked, ms. */
async function takeLongTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => (window as unknown as { longTasks: number[] }).longTasks.splice(0));
}
