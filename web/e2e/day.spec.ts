import type { Answer } from "@tureen/shared/endpoints";
import { barriers } from "./support/barriers.ts";
import { expect, test } from "./support/fixtures.ts";
import { smallTargets } from "./support/touch-targets.ts";

const NOTHING = {
  ...{ sales: 0, tips: 0, rounding: 0, receipts: 0, refunds: 0, taxes: [], means: [] },
};

/** A close that holds half of what was paid before the rest. */
function closeOf(
  number: number,
  ofDay: number,
  firstReceipt: number,
  lastReceipt: number,
  signed: boolean,
): Answer<"readDay">["closes"][number] {
  return {
    ...{
      number,
      ofDay,
      firstReceipt,
      lastReceipt,
      signed,
      at: Date.UTC(2026, 4, 1, 14 + 4 * ofDay),
    },
    ...{ sales: 600_000, tips: 49_000, rounding: 0, receipts: lastReceipt - firstReceipt + 1 },
    refunds: 2,
    taxes: [
      { rate: 700, gross: 500_000, tax: 32_710 },
      { rate: 1900, gross: 100_000, tax: 15_966 },
    ],
    means: [
      { method: "card", payments: 100, amount: 450_000, tips: 35_000, rounding: 0 },
      { method: "cash", payments: 50, amount: 150_000, tips: 14_000, rounding: 0 },
    ],
  };
}

/** A busy day, answered in the server's place: its totals are tested where they are made. */
const BUSY: Answer<"readDay"> = {
  ...{ date: "2026-05-01", from: Date.UTC(2026, 4, 1, 4), to: Date.UTC(2026, 4, 2, 4) },
  ...{ currency: "EUR", sales: 1_234_567, tips: 98_765, rounding: -3, receipts: 312, refunds: 4 },
  taxes: [
    { rate: 700, gross: 1_000_000, tax: 65_421 },
    { rate: 1900, gross: 234_567, tax: 37_452 },
  ],
  means: [
    { method: "card", payments: 200, amount: 900_000, tips: 70_000, rounding: 0 },
    { method: "cash", payments: 58, amount: 134_567, tips: 8_765, rounding: -3 },
    { method: "online", payments: 50, amount: 200_000, tips: 20_000, rounding: 0 },
  ],
  adjustments: [
    { kind: "comp", times: 4, undone: 1, amount: 6_420 },
    { kind: "discount", times: 5, undone: 0, amount: 21_500 },
    { kind: "service-mode", times: 12, undone: 0, amount: null },
    { kind: "void", times: 7, undone: 2, amount: 12_345 },
    { kind: "write-off", times: 1, undone: 0, amount: 4_520 },
  ],
  open: [
    {
      ...{ sessionId: "019e0000-0000-7000-8000-000000000001", table: "12", status: "active" },
      ...{ openedAt: Date.UTC(2026, 4, 1, 19, 30), total: 12_340, balance: 6_170 },
    },
  ],
  unsigned: 3,
  closes: [closeOf(17, 1, 1, 180, true), closeOf(18, 2, 181, 290, false)],
  unclosed: { ...NOTHING, sales: 34_567, tips: 765, receipts: 22 },
};
const FAULTS = {
  faults: {
    ...{ decline: false, delayMs: 2_000, times: 1, reorder: false },
    ...{ declineRaise: false, expireHolds: false },
  },
};

test("a manager reads what today came to, and takes it along", async ({ staff }) => {
  const manager = await staff("manager");
  const { page } = manager;
  await page.getByRole("link", { name: "More" }).click();
  await page.getByRole("link", { name: "Look at the day" }).click();
  await expect(page.getByText("Nothing was paid on this day.")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Close the day" })).toBeHidden();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Receipts (CSV)" }).click();
  expect((await download).suggestedFilename()).toMatch(/^receipts-\d{4}-\d\d-\d\d\.csv$/);
  await page.getByLabel("Business day").fill("2026-05-01");
  await expect(page.getByRole("heading", { name: /May 1, 2026/ })).toBeVisible();
});

for (const [width, locale] of [
  ...[390, 1024, 1280].map((width) => [width, "de-DE"] as const),
  ...[390, 1024, 1280].map((width) => [width, "ar"] as const),
]) {
  test(`a busy day is whole at ${width} px in ${locale}`, async ({ staff, webUrl }) => {
    const manager = await staff("manager", { viewport: { width, height: 900 }, locale });
    const { page } = manager;
    const bodies: unknown[] = [];
    await page.route("**/api/staff/days/*", (route) => route.fulfill({ json: BUSY }));
    await page.route("**/api/staff/days/*/close", (route) => {
      bodies.push(route.request().postDataJSON());
      return route.fulfill({ json: { number: 1 } });
    });
    await page.route("**/api/staff/demonstration", (route) => route.fulfill({ json: FAULTS }));
    await page.goto(`${webUrl}/staff/day`);
    await expect(page.locator("table")).toHaveCount(9);
    await expect(page.locator("form")).toBeVisible();
    const overflow = await page.evaluate(() => {
      const root = document.documentElement;
      return root.scrollWidth - root.clientWidth;
    });
    expect(overflow).toBe(0);
    expect(await smallTargets(page)).toEqual([]);
    expect(await barriers(page)).toEqual([]);
    if (process.env.DAY_SHOTS) {
      await page.screenshot({
        path: `${process.env.DAY_SHOTS}/day-${locale}-${width}.png`,
        fullPage: true,
      });
      await page.emulateMedia({ media: "print" });
      if (width === 1024)
        await page.screenshot({
          path: `${process.env.DAY_SHOTS}/print-${locale}.png`,
          fullPage: true,
        });
      await page.emulateMedia({ media: null });
    }
    // Closing asks first.
    const close = page.locator("article section").last();
    await close.getByRole("button").click();
    expect(bodies).toEqual([]);
    await close.getByRole("button").first().click();
    await expect.poll(() => bodies).toEqual([{ after: 18 }]);
  });
}
