import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import { servePhotoPage } from "./support/photo-page.ts";

const PHOTOS = /\/api\/photos\//;
const thumbnail = (page: Page, dish: string) =>
  page.getByRole("article").filter({ hasText: dish }).locator("img");

/** Where every dish is on the page, once it has come in. */
const places = (page: Page) =>
  page.getByRole("article").evaluateAll(async (dishes) => {
    await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {})));
    return dishes
      .slice(0, 12)
      .map((dish) => Math.round(dish.getBoundingClientRect().top + scrollY));
  });

test("photos come when they come near, and move nothing", async ({ table, phone }) => {
  const { url } = await table(1);
  const ana = await phone();
  const asked: string[] = [];
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  await ana.page.route(PHOTOS, async (route) => {
    asked.push(route.request().url());
    await held;
    await route.continue();
  });
  await ana.openTable(url, "Ana");
  const soup = thumbnail(ana.page, "Roast Tomato");
  await expect(soup).toBeVisible();
  await expect.poll(() => asked.length).toBeGreaterThan(0);
  const before = await places(ana.page);
  letGo();
  const isThere = (image: HTMLImageElement) => image.complete && image.naturalWidth > 0;
  await expect.poll(() => soup.evaluate(isThere)).toBe(true);
  expect(await places(ana.page)).toEqual(before);
  // A thumbnail on a phone of this kind needs the smallest width, in the better format.
  expect(asked.filter((each) => /-320\.avif$/.test(each)).length).toBe(asked.length);
  const far = thumbnail(ana.page, "Rhubarb Spritz");
  expect(await far.evaluate(isThere)).toBe(false);
  await far.scrollIntoViewIfNeeded();
  await expect.poll(() => far.evaluate(isThere)).toBe(true);
});

test("a dish shows its photo large; where it cannot be had, its colours stay", async ({
  table,
  phone,
}) => {
  const { url } = await table(2);
  const ana = await phone();
  await ana.page.route(PHOTOS, (route) => route.abort());
  await ana.openTable(url, "Ana");
  await ana.page.getByRole("button", { name: "Roast Tomato" }).first().click();
  const sheet = ana.page.getByRole("dialog");
  await expect(sheet).toBeVisible();
  await expect(sheet.locator("img")).toHaveCount(0);
  const colours = sheet.locator('span[style*="data:image/bmp"]');
  await expect(colours).toBeVisible();
  await ana.page.unroute(PHOTOS);
  await sheet.getByRole("button", { name: "Close" }).click();
  await expect(sheet).toBeHidden();
  const answered = ana.page.waitForResponse(PHOTOS);
  await ana.page.getByRole("button", { name: "Roast Tomato" }).first().click();
  expect(await (await answered).headerValue("cache-control")).toContain("immutable");
  const photo = sheet.locator("img");
  await expect
    .poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBe(await photo.evaluate((image: HTMLImageElement) => image.width));
});

test.describe("the field for a photo", () => {
  const file = async (name: string) => ({
    name: "soup.png",
    mimeType: "image/png",
    buffer: await readFile(fileURLToPath(new URL(`../public/icons/${name}.png`, import.meta.url))),
  });

  test("takes one, says how far it is, and lets its place be chosen", async ({
    browser,
    manager,
    restaurant,
    webUrl,
  }) => {
    const { menu } = await manager.call("readStaffMenu");
    const served = await servePhotoPage(webUrl, menu.restaurantId);
    const context = await browser.newContext({ locale: "en-GB" });
    try {
      const { login, password } = restaurant.staff.manager;
      const origin = new URL(served.url).origin;
      const signedIn = await context.request.post(`${origin}/api/staff/sign-in`, {
        data: { login, password },
        headers: { origin },
      });
      expect(signedIn.ok()).toBe(true);
      const page = await context.newPage();
      await page.goto(served.url);
      await expect(page.getByText("No photo yet")).toBeVisible();

      // What is none is refused in words, and can be replaced at once.
      await page
        .locator("input[type=file]")
        .first()
        .setInputFiles({
          ...{ name: "notes.png", mimeType: "image/png", buffer: Buffer.from("not a photo") },
        });
      await expect(page.getByRole("alert")).toContainText("That is not a photo");
      await expect(page.getByRole("button", { name: "Try again" })).toHaveCount(0);

      // A network that fails can be tried again with the same file.
      await page.route("**/api/staff/menu/photos", (route) => route.abort());
      await page
        .locator("input[type=file]")
        .first()
        .setInputFiles(await file("tureen-512"));
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
      await page.unroute("**/api/staff/menu/photos");
      await page.getByRole("button", { name: "Try again" }).click();
      const focus = page.getByRole("button", { name: "Stays in sight: 50 %" });
      await expect(focus).toBeVisible({ timeout: 30_000 });
      const value = () => page.evaluate(() => (window as { photo?: unknown }).photo);
      expect(await value()).toMatchObject({ width: 512, height: 512, focus: [50, 50] });

      await focus.focus();
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowRight");
      expect(await value()).toMatchObject({ focus: [55, 45] });
      const box = await page.locator("img").first().boundingBox();
      if (!box) throw new Error("no photo");
      await page.mouse.move(box.x + box.width * 0.5, box.y + box.height * 0.5);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.8);
      await page.mouse.up();
      expect(await value()).toMatchObject({ focus: [20, 80] });
      await page.mouse.move(0, 0);
      expect(await value()).toMatchObject({ focus: [20, 80] });

      await page.getByRole("button", { name: "Remove the photo" }).click();
      expect(await value()).toBeUndefined();
      await expect(page.getByText("No photo yet")).toBeVisible();

      // Cancelled while it is sent, nothing comes of it.
      let letGo = () => {};
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      await page.route("**/api/staff/menu/photos", async (route) => {
        await held;
        await route.abort();
      });
      await page
        .locator("input[type=file]")
        .first()
        .setInputFiles(await file("tureen-192"));
      await page.getByRole("button", { name: "Cancel" }).click();
      letGo();
      await expect(page.getByRole("button", { name: "Choose a photo" })).toBeVisible();
      await page.unroute("**/api/staff/menu/photos");

      // Pasted and dropped it is the same.
      const bytes = [...(await file("tureen-192")).buffer];
      for (const kind of ["paste", "drop"] as const) {
        await page.evaluate(
          ([how, numbers]) => {
            const data = new DataTransfer();
            data.items.add(new File([new Uint8Array(numbers)], "a.png", { type: "image/png" }));
            const field = document.querySelector("section");
            const init = { bubbles: true, cancelable: true } as const;
            field?.dispatchEvent(
              how === "paste"
                ? new ClipboardEvent("paste", { ...init, clipboardData: data })
                : new DragEvent("drop", { ...init, dataTransfer: data }),
            );
          },
          [kind, bytes] as const,
        );
        await expect(focus).toBeVisible({ timeout: 30_000 });
        expect(await value()).toMatchObject({ width: 192 });
        await page.getByRole("button", { name: "Remove the photo" }).click();
      }
    } finally {
      await context.close();
      await served.close();
    }
  });
});
