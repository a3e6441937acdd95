import type { Request } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";

/** What a phone may have to fetch and run before somebody can order, gzipped. */
const MAX_SCRIPT_BYTES = 110_000;

test("the menu is usable after at most 110 kB of JavaScript", async ({ table, phone }) => {
  const { url } = await table(1);
  const ana = await phone();
  const scripts: Request[] = [];
  ana.page.on("requestfinished", (request) => {
    if (request.resourceType() === "script") scripts.push(request);
  });
  await ana.openTable(url, "Ana");
  await ana.quickAdd("Pea & Mint Soup, served chilled");
  await expect(ana.cartButton()).toContainText("€7.50");

  const sizes = await Promise.all(
    scripts.map(async (request) => {
      const response = await request.response();
      const { responseBodySize } = await request.sizes();
      const encoding = await response?.headerValue("content-encoding");
      return { file: new URL(request.url()).pathname, bytes: responseBodySize, encoding };
    }),
  );
  const large = sizes.filter(({ bytes }) => bytes > 2_000);
  expect(large.length).toBeGreaterThan(0);
  for (const { encoding } of large) expect(encoding).toBe("gzip");
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  test.info().annotations.push({ type: "script bytes", description: String(total) });
  expect(total, sizes.map(({ file, bytes }) => `${bytes} ${file}`).join("\n")).toBeLessThanOrEqual(
    MAX_SCRIPT_BYTES,
  );
});
