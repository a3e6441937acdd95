import { request } from "node:http";
import type { ConsoleMessage, Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const EVIL = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;

/** Sends a wrong PIN from one of this machine's many addresses; the error's code. */
function guess(url: string, from: string, pin: string): Promise<string> {
  const { port, pathname } = new URL(url);
  const path = `/api${pathname}/join`;
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ host: "127.0.0.1", port, path, method: "POST", localAddress: from },
        headers: { "content-type": "application/json" },
      },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8").on("data", (part) => {
          text += part;
        });
        answer.on("end", () => resolve(JSON.parse(text).error?.code));
      },
    );
    asked.on("error", reject);
    asked.end(JSON.stringify({ name: "Mallory", pin }));
  });
}

/** What a page says on its console about things it was not allowed to load or run. */
function refusalsOf(page: Page): string[] {
  const refusals: string[] = [];
  page.on("console", (message: ConsoleMessage) => {
    if (/Content Security Policy|Permissions policy/i.test(message.text())) {
      refusals.push(message.text());
    }
  });
  return refusals;
}

test("the host removes somebody: their phone says so, and the old PIN is worth nothing", async ({
  table,
  phone,
}) => {
  const { url } = await table(1);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  await ana.closeSheet();
  await ben.joinTable(url, pin, "Ben");
  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");
  await ben.quickAdd(SOUP);
  await ben.quickAdd(SOUP);
  await expect(ana.cartButton()).toContainText("€22.50");

  const people = await ana.show("People");
  await people.getByRole("button", { name: "Remove", exact: true }).click();
  const question = ana.page.getByRole("alertdialog", { name: "Remove Ben from the table?" });
  await expect(question).toContainText("the table gets a new PIN");
  await expect(question.getByLabel("Also take what they added out of the cart: 2")).toBeChecked();
  await question.getByRole("button", { name: "Remove" }).click();
  await expect(ana.page.getByText(/^Ben was removed. The PIN is now \d{6}\.$/)).toBeVisible();

  // His dishes are out of the cart, and back when Ana thinks better of it.
  await expect(ana.page.getByText("What Ben had added is out of the cart.")).toBeVisible();
  await expect(ben.page.getByRole("heading", { name: "You are no longer" })).toBeVisible();
  await ana.page.getByRole("button", { name: "Undo" }).click();
  await ana.closeSheet();
  await expect(ana.cartButton()).toContainText("€22.50");

  // Ben's phone says so at once and after a reload; what it had ordered would stay.
  const gone = ben.page.getByRole("heading", { name: "You are no longer at this table" });
  await expect(gone).toBeVisible();
  await expect(ben.page.getByText("ask for the new PIN")).toBeVisible();
  await ben.page.reload();
  await expect(gone).toBeVisible();
  await ben.page.getByRole("button", { name: "To the table again" }).click();
  await ben.page.getByLabel("PIN", { exact: true }).fill(pin);
  await ben.page.getByLabel("Your name").fill("Ben");
  await ben.page.getByRole("button", { name: "Join the table" }).click();
  await expect(ben.page.getByText("That PIN is not right.")).toBeVisible();

  // With the new PIN he would be welcome again.
  const { pin: now } = await ana.seat();
  expect(now).not.toBe(pin);
  await ben.page.getByLabel("PIN", { exact: true }).fill(now);
  await ben.page.getByRole("button", { name: "Join the table" }).click();
  await ben.seated();
});

test("staff remove somebody from the floor", async ({ table, phone, staff }) => {
  const { url, label } = await table(2);
  const [ana, ben, waiter] = await Promise.all([phone(), phone(), staff("waiter")]);
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  await ben.joinTable(url, pin, "Ben");
  const sheet = await waiter.choose(label);
  await sheet.getByRole("button", { name: "Remove Ben" }).click();
  await expect(sheet).toContainText("Remove Ben from the table?");
  await expect(sheet).toContainText("what is in the cart stays");
  await sheet.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(waiter.toast("Ben has been removed. The table has a new PIN.")).toBeVisible();
  await expect(
    ben.page.getByRole("heading", { name: "You are no longer at this table" }),
  ).toBeVisible();
  // Ana stays, and her phone shows the PIN that the floor shows.
  await expect.poll(() => waiter.pin(label)).not.toBe(pin);
  await expect.poll(async () => (await ana.seat()).pin).toBe(await waiter.pin(label));
});

test("somebody guesses a PIN: the floor says so by itself, and a new PIN ends it", async ({
  table,
  phone,
  staff,
}) => {
  const { url, label } = await table(3);
  const [ana, waiter] = await Promise.all([phone(), staff("waiter")]);
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  const wrong = pin === "000000" ? "000001" : "000000";
  await expect(waiter.card(label)).toContainText("Ana");
  for (let n = 0; n < 30; n++) {
    expect(await guess(url, `127.0.1.${2 + Math.floor(n / 5)}`, wrong)).toBe("pin-wrong");
  }
  expect(await guess(url, "127.0.1.99", pin)).toBe("pin-locked");

  await expect(waiter.needs()).toContainText("Somebody is guessing the PIN");
  await expect(waiter.needs()).toContainText("Wrong PINs: 30");
  const sheet = await waiter.choose(label);
  await expect(sheet).toContainText("Nobody can join with the PIN for 5 min");
  await waiter.closeSheet();
  await waiter.needs().getByRole("button", { name: "New PIN" }).click();
  await expect(waiter.page.getByText("Nobody is waiting for you.")).toBeVisible();

  await expect(ana.page.getByTestId("pin")).not.toHaveText(pin);
  const now = await ana.page.getByTestId("pin").innerText();
  expect(await guess(url, "127.0.1.99", now)).toBeUndefined();
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await expect(ana.cartButton()).toContainText("€7.50");
});

test("what guests write is only ever text, on every page, and no page breaks its own rules", async ({
  table,
  phone,
  staff,
  kitchen,
}) => {
  const { url, label } = await table(4);
  const [ana, ben, waiter, board] = await Promise.all([
    phone(),
    phone(),
    staff("manager"),
    kitchen(),
  ]);
  const pages = [ana.page, ben.page, waiter.page, board.page];
  const refusals = pages.map(refusalsOf);
  const name = EVIL.slice(0, 40);
  await ana.openTable(url, name);
  const pin = await ana.pin();
  await ana.closeSheet();
  await ben.joinTable(url, pin, "Ben");
  await ana.add(SOUP, { note: EVIL });
  await ben.show("People");
  await expect(ben.page.getByText(name).first()).toBeVisible();
  await ben.closeSheet();
  await ben.show("Cart");
  await expect(ben.page.getByText(EVIL)).toBeVisible();
  await ana.sendAll();
  await expect(board.tickets(label)).toContainText(EVIL);
  const sheet = await waiter.choose(label);
  await expect(sheet).toContainText(name);
  for (const page of pages) {
    await page.waitForTimeout(200);
    expect(await page.title()).not.toContain("owned");
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  }
  expect(refusals.flat()).toEqual([]);
});

test("a manager takes the day's orders home as a file", async ({ table, phone, staff }) => {
  const { url } = await table(5);
  const [ana, manager, waiter] = await Promise.all([phone(), staff("manager"), staff("waiter")]);
  await ana.openTable(url, "=1+1");
  await ana.add(SOUP, { note: "@SUM(A1)" });
  await ana.sendAll();
  await manager.page.getByRole("link", { name: "More" }).click();
  const [download] = await Promise.all([
    manager.page.waitForEvent("download"),
    manager.page.getByRole("button", { name: "Download" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^orders-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
  let text = "";
  for await (const part of await download.createReadStream()) text += part;
  expect(text).toContain(`"Pea & Mint Soup, served chilled"`);
  expect(text).toContain(`"'=1+1"`);
  expect(text).toContain(`"'@SUM(A1)"`);

  // Days in the wrong order are said where they are chosen, and nothing is fetched.
  await manager.page.getByLabel("From").fill("2030-01-02");
  await expect(manager.page.getByText("The first day is after the last.")).toBeVisible();
  await waiter.page.getByRole("link", { name: "More" }).click();
  await expect(waiter.page.getByRole("button", { name: "Sign out" })).toBeVisible();
  await expect(waiter.page.getByRole("button", { name: "Download" })).toBeHidden();
});

test("a manager says where the restaurant's days lie", async ({ staff }) => {
  const { page } = await staff("manager");
  await page.getByRole("link", { name: "More" }).click();
  const zone = page.getByLabel("Time zone");
  const hour = page.getByLabel("A new day begins at (hour)");
  await expect(zone).toHaveValue("UTC");
  await expect(hour).toHaveValue("4");

  await zone.fill("Asia/Tokio");
  await expect(page.getByText("There is no such time zone.")).toBeVisible();
  await hour.fill("13");
  await expect(page.getByText("A whole hour from 0 to 12.")).toBeVisible();
  await zone.fill("Asia/Tokyo");
  await hour.fill("5");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved")).toBeVisible();
  await page.reload();
  await expect(zone).toHaveValue("Asia/Tokyo");
  await expect(hour).toHaveValue("5");
});
