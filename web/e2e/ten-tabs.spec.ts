/** Many tabs of one browser, over plain HTTP: a browser opens six HTTP connections to one server. */
import type { Page } from "@playwright/test";
import { KitchenPage } from "./pages/kitchen.ts";
import { StaffPage } from "./pages/staff.ts";
import { apiOf } from "./support/api.ts";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const EACH = 5;

/** The status of a call that the page makes, which waits where a browser has no connection for it. */
const callFrom = (page: Page) =>
  page.evaluate(async () => (await fetch("/api/staff/me", { cache: "no-store" })).status);

test("ten tabs of kitchen and floor are all live, and every call is answered meanwhile", async ({
  browser,
  restaurant,
  manager,
  table,
  phone,
  webUrl,
}) => {
  test.setTimeout(180_000);
  expect(new URL(webUrl).protocol).toBe("http:");
  const { url } = await table(1);
  const free = await table(2);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  await ana.page.close();
  const { tickets } = await manager.call("readTickets");
  const orderId = tickets.find((ticket) => ticket.number === number)?.orderId ?? "";

  const context = await browser.newContext({ locale: "en-GB" });
  try {
    await apiOf(context.request, webUrl).call("signIn", { body: restaurant.staff.manager });
    const kitchens: KitchenPage[] = [];
    const floors: StaffPage[] = [];
    for (let tab = 0; tab < EACH; tab++) {
      const kitchen = new KitchenPage(await context.newPage());
      await kitchen.open(webUrl);
      await expect(kitchen.ticket(number)).toContainText("New");
      kitchens.push(kitchen);
      const floor = new StaffPage(await context.newPage());
      await floor.open(webUrl);
      await expect(floor.card(free.label)).toContainText("Free");
      floors.push(floor);
    }
    const pages = [...kitchens, ...floors].map(({ page }) => page);
    expect(await Promise.all(pages.map(callFrom))).toEqual(pages.map(() => 200));

    await manager.call("moveOrder", {
      params: { orderId },
      body: { from: "placed", to: "accepted" },
    });
    const { tables } = await manager.call("readFloor");
    const tableId = tables.find(({ code }) => code === free.code)?.id ?? "";
    await manager.call("staffOpenTable", { params: { tableId }, body: {} });
    for (const kitchen of kitchens) await expect(kitchen.ticket(number)).toContainText("Accepted");
    for (const floor of floors) await expect(floor.card(free.label)).toContainText("open for");
    expect(await Promise.all(pages.map(callFrom))).toEqual(pages.map(() => 200));

    // What is done in one is seen in all.
    const [first, ...others] = kitchens as [KitchenPage, ...KitchenPage[]];
    await first.step(number, "Start");
    for (const kitchen of others) await expect(kitchen.ticket(number)).toContainText("Cooking");
  } finally {
    await context.close();
  }
});
