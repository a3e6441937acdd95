import { DinerPage } from "./pages/diner.ts";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CARROTS = "Honeyed Carrots";

test("two tabs of one phone at the join form are one guest, and leaving in one is leaving in the other", async ({
  table,
  phone,
}) => {
  const { url } = await table(1);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  const other = new DinerPage(await ben.page.context().newPage());
  for (const tab of [ben, other]) {
    await tab.page.goto(url);
    await tab.page.getByLabel("PIN", { exact: true }).fill(pin);
    await tab.page.getByLabel("Your name").fill("Ben");
  }
  // At one time: a tab whose other has a seat already shows no form any more.
  const at = Date.now() + 1_000;
  await Promise.all(
    [ben, other].map(({ page }) =>
      page.getByRole("button", { name: "Join the table" }).evaluate((button, at) => {
        setTimeout(() => (button as HTMLButtonElement).click(), at - Date.now());
      }, at),
    ),
  );
  await ben.seated();
  await other.seated();
  await expect(ana.person("Ben")).toHaveCount(1);

  await other.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");
  const people = await other.show("People");
  await people.getByRole("button", { name: "Leave the table" }).click();
  await people.getByRole("button", { name: "Leave now" }).click();
  for (const { page } of [ben, other]) {
    await expect(page.getByRole("heading", { name: "You have left the table" })).toBeVisible();
    await expect(page.getByText("Somebody removed this phone")).toBeHidden();
  }

  // A tab that heard of the end before it could read who wanted it does not have the last word.
  await ben.page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("tureen.seat."));
    if (key === undefined) throw new Error("no seat is kept");
    const seat = JSON.parse(localStorage.getItem(key) ?? "{}");
    localStorage.setItem(
      key,
      JSON.stringify({ ...seat, ended: { ...seat.ended, reason: "gone" } }),
    );
  });
  await expect.poll(async () => (await ben.seat()).ended?.reason).toBe("left");
});

test("a seat is there again when the page is loaded anew before anything was synced", async ({
  table,
  phone,
}) => {
  const { url } = await table(2);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  // The live connection never comes about.
  await ben.page.routeWebSocket(/\/collab/, () => {});
  await ben.page.goto(url);
  await ben.page.getByLabel("PIN", { exact: true }).fill(pin);
  await ben.page.getByLabel("Your name").fill("Ben");
  await ben.page.getByRole("button", { name: "Join the table" }).click();
  await expect(ben.page.getByLabel("PIN", { exact: true })).toBeHidden();
  for (let n = 0; n < 3; n += 1) {
    await ben.page.reload();
    await expect(ben.page.getByRole("navigation", { name: "Your table" })).toBeVisible();
    await expect(ben.page.getByLabel("PIN", { exact: true })).toBeHidden();
  }
  await expect(ana.person("Ben")).toHaveCount(1);
});

test("where a browser keeps nothing, a reload keeps the seat, and a link leads back to it", async ({
  table,
  phone,
}) => {
  const { url } = await table(3);
  const ana = await phone();
  await ana.page.addInitScript(() => {
    const blocked = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
    for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
      Object.defineProperty(window, name, { get: blocked });
    }
    // As on a page that came through plain http, in a browser that has given up the old command too.
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    document.execCommand = () => false;
  });
  await ana.openTable(url, "Ana");
  await expect(ana.page.getByText("This phone cannot keep anything")).toBeVisible();
  await ana.quickAdd(SOUP);
  await expect(ana.cartButton()).toContainText("€7.50");
  await ana.page.reload();
  await ana.seated();
  await expect(ana.cartButton()).toContainText("€7.50");

  const people = await ana.show("People");
  await people.getByRole("button", { name: "Copy the link" }).click();
  const link = await people.getByLabel("Link to your place").inputValue();

  // The tab is gone, and with it all that it knew.
  await ana.page.close();
  const again = await phone();
  await again.page.goto(link);
  await again.seated();
  await expect(again.cartButton()).toContainText("€7.50");
  expect(new URL(again.page.url()).hash).toBe("");
  await again.show("People");
  await expect(again.person("Ana")).toHaveCount(1);
});

test("a phone whose storage is taken away under the open page goes on, and nothing of it is lost", async ({
  table,
  phone,
}) => {
  const { url } = await table(4);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");
  await ana.page.evaluate(async () => {
    for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
  });
  await ana.quickAdd(SOUP);
  await ben.quickAdd(CARROTS);
  await ana.show("Cart");
  await expect(ana.quantity(SOUP)).toHaveText("2");
  await expect(ana.quantity(CARROTS)).toHaveText("1");
  await expect(ana.line(SOUP)).toContainText("Saved");
  await ben.show("Cart");
  await expect(ben.quantity(SOUP)).toHaveText("2");
  await ana.page.reload();
  await ana.seated();
  await ana.show("Cart");
  await expect(ana.quantity(SOUP)).toHaveText("2");
});

test("a clock that is set after joining does not keep the table from ordering", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(5);
  const ana = await phone();
  await ana.page.clock.install();
  await ana.openTable(url, "Ana");
  const cook = await kitchen();
  for (const hours of [2, -2]) {
    await ana.page.clock.setSystemTime(Date.now() + hours * 3_600_000);
    await ana.quickAdd(SOUP);
    const number = await ana.sendAll();
    await expect(cook.ticket(number)).toContainText(SOUP);
    await ana.backToMenu();
  }
});
