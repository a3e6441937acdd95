import type { Page } from "@playwright/test";
import { expect, PHONE, test } from "./support/fixtures.ts";

/** What only works once the page has loaded it: a service worker would have kept it. */
const WITHOUT_WORKER = { serviceWorkers: "block" } as const;
const LATER_PART = "**/assets/browser-phone-*.js";

const throwOn = (page: Page, message: string) =>
  page.evaluate((text) => {
    setTimeout(() => {
      throw new Error(text);
    });
    void Promise.reject(new Error(text));
  }, message);

test("what fails and nobody catches is told once", async ({ table, phone }) => {
  const { url } = await table(1);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await throwOn(ana.page, "first");
  await expect(ana.toast("Something on this page has failed.")).toHaveCount(1);
  await throwOn(ana.page, "second");
  await ana.page.evaluate(() =>
    Promise.reject(new DOMException("given up", "AbortError")).catch(
      (error) => void Promise.reject(error),
    ),
  );
  await expect(ana.toast(/./)).toHaveCount(1);
});

test("a page whose release is gone offers to load the new one", async ({ table, phone }) => {
  const { url } = await table(2);
  const ana = await phone(WITHOUT_WORKER);
  const { page } = ana;
  await page.goto(url);
  await page.getByLabel("Your name").fill("Ana");
  await page.route(LATER_PART, (route) => route.fulfill({ status: 404 }));
  const next = '<div id="app"></div><script type="module" src="/assets/index-next.js"></script>';
  await page.route(/^http:\/\/[^/]+\/$/, (route) =>
    route.fulfill({ contentType: "text/html", body: next }),
  );
  await page.getByRole("button", { name: "Open the table" }).click();
  const notice = ana.toast("There is a new version.");
  await expect(notice).toBeVisible();
  await page.unroute(LATER_PART);
  await notice.getByRole("button", { name: "Reload" }).click();
  await ana.seated();
});

test("a page that cannot be loaded says so, with a way on", async ({ table, phone }) => {
  const { url } = await table(3);
  const { page } = await phone(WITHOUT_WORKER);
  await page.route("**/assets/page-*.js", (route) => route.abort());
  await page.goto(url);
  await expect(page.getByRole("heading", { name: "This page has failed." })).toBeVisible();
  await page.unroute("**/assets/page-*.js");
  await page.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByLabel("Your name")).toBeVisible();
});

test("a dish is only said to be in the cart when it is", async ({ table, phone }) => {
  const { url } = await table(4);
  const ana = await phone(WITHOUT_WORKER);
  await ana.openTable(url, "Ana");
  // The next page has no live part yet: what is tapped waits for it.
  let letIn = () => {};
  const released = new Promise<void>((resolve) => {
    letIn = resolve;
  });
  await ana.page.route(LATER_PART, async (route) => {
    await released;
    await route.continue();
  });
  await ana.page.reload();
  await ana.add("Pea & Mint Soup, served chilled", { note: "no mint" });
  await ana.page.waitForTimeout(500);
  await expect(ana.toast(/./)).toHaveCount(0);
  letIn();
  await expect(ana.toast(/Pea & Mint Soup/)).toBeVisible();
  await expect(ana.cartButton()).toContainText("€7.50");
});

test("without clipboard or share sheet the table's address is shown to be copied", async ({
  table,
  phone,
}) => {
  const { url } = await table(5);
  const ana = await phone();
  await ana.page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    Object.defineProperty(navigator, "share", { value: undefined });
    Object.defineProperty(document, "execCommand", {
      value: () => (window as { copies?: boolean }).copies ?? false,
    });
  });
  await ana.openTable(url, "Ana");
  await ana.show("People");
  const share = ana.page.getByRole("button", { name: "Share a link" });
  await share.click();
  const field = ana.page.getByLabel("Mark this address and copy it:");
  await expect(field).toHaveValue(new RegExp(`^${url}#key=`));
  await expect(field).toBeFocused();
  const marked = await field.evaluate((input: HTMLInputElement) =>
    input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
  );
  expect(marked).toBe(await field.inputValue());
  await ana.page.evaluate(() => Object.assign(window, { copies: true }));
  await share.click();
  await expect(ana.toast("copied")).toBeVisible();
});

test("a phone whose storage throws at a look is still at its table", async ({ table, phone }) => {
  const { url } = await table(6);
  const ana = await phone();
  await ana.page.addInitScript(() => {
    Object.defineProperty(window, "indexedDB", {
      get: () => {
        throw new DOMException("no", "SecurityError");
      },
    });
  });
  await ana.openTable(url, "Ana");
  await ana.quickAdd("Pea & Mint Soup, served chilled");
  await expect(ana.cartButton()).toContainText("€7.50");
  await expect(ana.page.getByText("No connection")).toHaveCount(0);
});

test("staff whose browser keeps no cookies are told that", async ({
  browser,
  webUrl,
  restaurant,
}) => {
  const context = await browser.newContext({ ...PHONE, ...WITHOUT_WORKER });
  const page = await context.newPage();
  await page.route("**/api/staff/**", async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    delete headers["set-cookie"];
    await context.clearCookies();
    await route.fulfill({ response, headers });
  });
  await page.goto(`${webUrl}/staff`);
  const { login, password } = restaurant.staff.waiter;
  await page.getByLabel("Name").fill(login);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("This browser keeps no cookies")).toBeVisible();
  await expect(page.getByText("has ended")).toHaveCount(0);
  await context.close();
});
