import type { Page } from "@playwright/test";
import { barriers } from "./support/barriers.ts";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";

/** Adds a printer; what is left out is as it is offered. */
async function addPrinter(page: Page, name: string, host?: string): Promise<void> {
  await page.getByRole("button", { name: "Add a printer" }).click();
  const sheet = page.getByRole("dialog", { name: "Add a printer" });
  await sheet.getByLabel("Name").fill(name);
  if (host === undefined) await sheet.getByLabel("How it is reached").selectOption("cloudprnt");
  else await sheet.getByLabel("Address in the network").fill(host);
  await sheet.getByRole("button", { name: "Save" }).click();
  await expect(sheet).toBeHidden();
}

test("floor and kitchen hear of a printer in trouble, and another one prints its slips", async ({
  webUrl,
  table,
  phone,
  kitchen,
  staff,
}) => {
  test.slow();
  const { url } = await table(1);
  const [ana, screen] = [await phone(), await kitchen()];
  const [{ page }, { page: floor }] = [await staff("manager"), await staff("waiter")];

  await page.goto(`${webUrl}/staff/more`);
  await page.getByRole("link", { name: "Printers for slips" }).click();
  await expect(page.getByText("There are no printers yet")).toBeVisible();
  // It is where no printer may be, so that nobody answers there.
  await addPrinter(page, "Grill", "localhost");
  await addPrinter(page, "Star");
  const address = page.getByRole("dialog", { name: "The printer's address" });
  const star = await address.locator("code").innerText();
  expect(star.startsWith(`${webUrl}/api/cloudprnt/`)).toBe(true);
  await address.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("heading", { name: "Star", level: 3 })).toBeVisible();

  // By name and with what is wrong, to those who can do something about it.
  for (const each of [screen.page, floor]) {
    await expect(
      each.getByRole("status").filter({ hasText: "Grill does not answer" }),
    ).toBeVisible();
  }
  expect(await barriers(page)).toEqual([]);

  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  await expect(screen.ticket(number)).toBeVisible();
  await expect(screen.page.getByRole("status").filter({ hasText: "1 slip waits" })).toBeVisible();

  // The star takes over, and prints both: its own, and the other's.
  await page.getByRole("button", { name: "Change Grill" }).click();
  const grill = page.getByRole("dialog", { name: "Grill" });
  await grill.getByLabel("When it cannot print").selectOption({ label: "Star prints them" });
  await grill.getByRole("button", { name: "Save" }).click();
  const slips = page.getByRole("listitem").filter({ hasText: `Order ${number}, table` });
  await expect(slips.filter({ hasText: "at Star" })).toBeVisible({ timeout: 60_000 });
  const ask = { data: { statusCode: "200 OK" } };
  for (const left of [2, 1]) {
    const poll = await page.request.post(star, ask);
    expect(await poll.json()).toMatchObject({ jobReady: true });
    const slip = await page.request.get(star);
    expect([left, slip.headers()["content-type"]]).toEqual([left, "image/png"]);
    await page.request.delete(`${star}?code=200%20OK`);
  }
  expect(await (await page.request.post(star, ask)).json()).toEqual({ jobReady: false });
  await expect(slips.filter({ hasText: "Printed" })).toHaveCount(2);

  // And once more, as a copy.
  await slips.first().getByRole("button", { name: "Print again" }).click();
  await expect(slips.filter({ hasText: "Waits" }).filter({ hasText: "Copy" })).toHaveCount(1);

  await page.getByRole("button", { name: "Change Grill" }).click();
  await grill.getByRole("button", { name: "Remove" }).click();
  await expect(grill).toContainText("What waits for it is not printed any more.");
  await grill.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("heading", { name: "Grill", level: 3 })).toHaveCount(0);
  for (const each of [screen.page, floor]) {
    await expect(each.getByText("Grill does not answer")).toHaveCount(0);
  }
});
