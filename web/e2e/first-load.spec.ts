import { gzipSync } from "node:zlib";
import type { Response } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";

/** What a phone may have to fetch and run before somebody can order, gzipped. */
const MAX_SCRIPT_BYTES = 110_000;
const SOUP = "Pea & Mint Soup, served chilled";
/** Smaller files fit one packet anyway. */
const COMPRESSED_FROM_BYTES = 1_024;

test("the menu is usable after at most 110 kB of JavaScript", async ({ table, phone }) => {
  const { url } = await table(1);
  const ana = await phone();
  const scripts: Response[] = [];
  ana.page.on("response", (response) => {
    // What keeps the app for later waits until the page is idle, which may be sooner or later than the order.
    if (/pwa-register|workbox/.test(response.url())) return;
    if (response.request().resourceType() === "script") scripts.push(response);
  });
  await ana.openTable(url, "Ana");
  await expect(ana.addButton(SOUP)).toBeEnabled();
  // What is fetched ahead comes after the menu stands, and is not needed to add a first dish.
  const before = [...scripts];
  await ana.page.route("**/assets/*.js", (route) => route.abort());
  await ana.quickAdd(SOUP);
  await expect(ana.cartButton()).toContainText("€7.50");

  const sizes = await Promise.all(
    before.map(async (response) => {
      const body = await response.body();
      const encoding = await response.headerValue("content-encoding");
      // Compressed on the way, with whatever this browser prefers; gzip is what the promise is in.
      if (body.length > COMPRESSED_FROM_BYTES) expect(encoding).toMatch(/^(br|gzip)$/);
      const bytes = gzipSync(body).length;
      return { file: new URL(response.url()).pathname, bytes };
    }),
  );
  expect(sizes.length).toBeGreaterThan(0);
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  test.info().annotations.push({ type: "script bytes", description: String(total) });
  expect(total, sizes.map(({ file, bytes }) => `${bytes} ${file}`).join("\n")).toBeLessThanOrEqual(
    MAX_SCRIPT_BYTES,
  );
});
