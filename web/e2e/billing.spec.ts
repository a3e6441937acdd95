import { parseRecording } from "@tureen/shared/replay/file";
import { JournalReader } from "@tureen/shared/replay/journal";
import { readSession } from "@tureen/shared/table/document/session-document";
import { barriers } from "./support/barriers.ts";
import { expect, test } from "./support/fixtures.ts";

/** 1280 px and 390 px: what a desk and a phone show. */
const VIEWPORTS = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

test("a manager says how bills are made; the next table has it, an open one keeps what it had", async ({
  staff,
  table,
  manager,
  playwright,
  restaurant,
  webUrl,
}) => {
  await table(1);
  for (const label of [2, 3, 4, 5]) await table(label);
  const before = await openTable(1);
  const boss = await staff("manager");
  const { page } = boss;
  await page.getByRole("link", { name: "More" }).click();
  await page.getByRole("link", { name: "Tax, service charge, tips and receipts" }).click();
  await expect(page.getByText("Your bills are done elsewhere so far.")).toBeVisible();

  // What is missing is said where it is missing.
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A name, please")).toBeVisible();
  await expect(page.getByRole("textbox", { name: "Name" })).toBeFocused();

  const category = (name: string) => page.getByRole("group", { name, exact: true });
  await category("Tax category 1").getByLabel("Name").fill("Food");
  await category("Food").getByLabel("Dine-in, %").fill("7");
  await category("Food").getByLabel("Takeaway, %").fill("5.5");
  await page.getByRole("button", { name: "Add a tax category" }).click();
  await category("Tax category 2").getByLabel("Name").fill("Drinks");
  await category("Drinks").getByLabel("Dine-in, %").fill("19");
  await category("Drinks").getByLabel("Takeaway, %").fill("190");
  await page.getByText("Percent", { exact: true }).click();
  await page.getByLabel("Percent of the bill").fill("12.5");
  await page.getByLabel("From how many guests on").fill("6");
  await page.getByLabel("Suggestion 1").fill("10");
  await page.getByLabel("At the head of a receipt").fill("The Copper Tureen\nKesselgasse 7");
  await page.getByLabel("Tax number").fill("DE 1");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A number from 0 to 100, with two decimals at most")).toBeVisible();
  await category("Drinks").getByLabel("Takeaway, %").fill("19");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(boss.toast("It holds for the next table that is opened.")).toBeVisible();

  const terms = {
    prices: "inclusive",
    categories: {
      food: { name: "Food", rates: { "dine-in": 700, takeaway: 550 } },
      drinks: { name: "Drinks", rates: { "dine-in": 1900, takeaway: 1900 } },
    },
    category: "food",
    service: { rate: { percent: 1250 }, fromGuests: 6, of: "net", category: "food" },
    tips: [1000],
    cashStep: 1,
    online: false,
  };
  expect(await termsOf(before)).toBeUndefined();
  expect(await termsOf(await openTable(2))).toEqual(terms);
  // It reads as it was saved.
  await page.reload();
  await expect(category("Drinks").getByLabel("Dine-in, %")).toHaveValue("19");
  await expect(page.getByLabel("Percent of the bill")).toHaveValue("12.5");

  // Somebody else changes it meanwhile: nothing is overwritten, and it is said.
  const read = await manager.call("readBilling");
  if (!read.billing) throw new Error("nothing was saved");
  const theirs = { ...read.billing, receipt: { header: "Theirs", taxNumber: "" } };
  await manager.call("changeBilling", { body: { billing: theirs, version: read.version } });
  await page.getByLabel("Tax number").fill("Mine");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Somebody else has changed these settings meanwhile.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Read again" })).toBeFocused();
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(page.getByLabel("At the head of a receipt")).toHaveValue("Theirs");
  expect((await manager.call("readBilling")).billing?.receipt.header).toBe("Theirs");

  // And one for later.
  await page.getByText("From a date").click();
  await page.getByLabel("From the day").fill("2099-01-01");
  await category("Food").getByLabel("Dine-in, %").fill("8");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("A change is planned. It holds from 1 January 2099.")).toBeVisible();
  await expect(category("Food").getByLabel("Dine-in, %")).toHaveValue("7");
  await page.getByRole("button", { name: "Change what is planned" }).click();
  await expect(category("Food").getByLabel("Dine-in, %")).toHaveValue("8");

  for (const viewport of VIEWPORTS) {
    await page.setViewportSize(viewport);
    await page.getByRole("button", { name: "Save" }).scrollIntoViewIfNeeded();
    expect(await barriers(page)).toEqual([]);
    const { scrollWidth, clientWidth } = await page.evaluate(() => ({
      scrollWidth: document.documentElement.scrollWidth,
      clientWidth: document.documentElement.clientWidth,
    }));
    expect(scrollWidth).toBe(clientWidth);
  }
  await page.evaluate(() => scrollTo(0, 0));

  // Back to bills elsewhere, after a question: the next table has none, the open one keeps its own.
  const open = await openTable(3);
  await page.getByRole("button", { name: "Stop making bills" }).click();
  const question = page.getByRole("dialog", { name: "Stop making bills?" });
  await expect(question).toContainText("Open tables keep theirs");
  await expect(question).toContainText("The planned change is given up.");
  await question.getByRole("button", { name: "Cancel" }).click();
  expect((await manager.call("readBilling")).billing).not.toHaveProperty("off");
  await page.getByRole("button", { name: "Stop making bills" }).click();
  await question.getByRole("button", { name: "Stop making bills" }).click();
  await expect(page.getByText("Your bills are done elsewhere at the moment.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Stop making bills" })).toBeHidden();
  expect(await termsOf(await openTable(4))).toBeUndefined();
  expect(await termsOf(open)).toMatchObject({ category: "food" });
  // And here again, with what was set.
  await expect(category("Food").getByLabel("Dine-in, %")).toHaveValue("7");
  await page.getByText("From now on").click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your bills are done elsewhere at the moment.")).toBeHidden();
  expect(await termsOf(await openTable(5))).toMatchObject({ category: "food" });

  async function openTable(label: number): Promise<string> {
    const { tables } = await manager.call("readFloor");
    const id = tables.find((each) => each.code === restaurant.tables[label])?.id ?? "";
    const params = { tableId: id };
    return (await manager.call("staffOpenTable", { params, body: {} })).sessionId;
  }

  /** What stands in the document of a table, read from its log. */
  async function termsOf(sessionId: string) {
    const request = await playwright.request.newContext({
      extraHTTPHeaders: { origin: webUrl },
    });
    await request.post(`${webUrl}/api/staff/sign-in`, { data: restaurant.staff.manager });
    const file = await request.get(`${webUrl}/api/staff/replay/${sessionId}`);
    const reader = new JournalReader();
    for (const { update } of parseRecording(await file.text()).log) reader.apply(update);
    await request.dispose();
    return readSession(reader.doc).session.terms;
  }
});

test("a manager enters Stripe's keys, replaces and removes them; nobody sees them again", async ({
  staff,
  webUrl,
}) => {
  const boss = await staff("manager");
  const { page } = boss;
  await page.goto(`${webUrl}/staff/billing`);
  const account = page.getByRole("region", { name: "Your account at Stripe" });
  await expect(account.getByText("No keys have been entered.")).toBeVisible();
  // This server is a demonstration: what its operator has to do is said.
  await expect(account.getByText("PAYMENT_PROVIDER=stripe")).toBeVisible();

  // What is to be set up at Stripe.
  await account.getByText("What to set up at Stripe").click();
  await expect(account.getByText(`${webUrl}/api/providers/stripe/`)).toBeVisible();
  await expect(account.getByText("payment_intent.succeeded")).toBeVisible();
  await expect(account.getByText(/Payment method domains, register \W?localhost/)).toBeVisible();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await account.getByRole("button", { name: "Copy address" }).click();
  await expect(boss.toast("Address copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^http:.+\/api\/providers\/stripe\/[a-z0-9-]+$/,
  );

  // Test and live keys do not go together, and it is said where.
  await account.getByRole("button", { name: "Enter keys" }).click();
  const field = (name: string) => account.getByLabel(name);
  await field("Publishable key").fill("pk_live_browser_1111");
  await field("Secret or restricted key").fill("sk_test_browser_2222");
  await field("Signing secret of the webhook").fill("sk_test_browser_2222");
  await account.getByRole("button", { name: "Save keys" }).click();
  await expect(account.getByText("Must look like whsec_…")).toBeVisible();
  await expect(field("Signing secret of the webhook")).toBeFocused();
  await field("Signing secret of the webhook").fill("whsec_browser3333");
  await account.getByRole("button", { name: "Save keys" }).click();
  await expect(account.getByText("one is for testing, the other one is live")).toBeVisible();
  await expect(field("Publishable key")).toBeFocused();
  await field("Publishable key").fill("pk_test_browser_1111");
  await account.getByRole("button", { name: "Save keys" }).click();
  await expect(account.getByText("Test keys: no money moves")).toBeVisible();
  for (const end of ["…1111", "…2222", "…3333"]) await expect(account.getByText(end)).toBeVisible();
  await expect(account.getByText(/^Entered by/)).toBeVisible();
  await page.reload();
  await expect(account.getByText("…2222")).toBeVisible();
  expect(await page.content()).not.toContain("browser_2222");

  // Replaced after a question.
  await account.getByRole("button", { name: "Replace keys" }).click();
  await field("Publishable key").fill("pk_live_browser_4444");
  await field("Secret or restricted key").fill("rk_live_browser_5555");
  await field("Signing secret of the webhook").fill("whsec_browser6666");
  await account.getByRole("button", { name: "Save keys" }).click();
  const replace = page.getByRole("dialog", { name: "Replace the keys?" });
  await replace.getByRole("button", { name: "Replace keys" }).click();
  await expect(account.getByText("Live keys", { exact: true })).toBeVisible();
  await expect(account.getByText("…5555")).toBeVisible();

  for (const viewport of VIEWPORTS) {
    await page.setViewportSize(viewport);
    await account.scrollIntoViewIfNeeded();
    expect(await barriers(page)).toEqual([]);
  }

  // Removed after another, and on record as all of it.
  await account.getByRole("button", { name: "Remove keys" }).click();
  const remove = page.getByRole("dialog", { name: "Remove the keys?" });
  await remove.getByRole("button", { name: "Remove keys" }).click();
  await expect(account.getByText("No keys have been entered.")).toBeVisible();
  await expect(account.getByText(/^Removed by/)).toBeVisible();
});
