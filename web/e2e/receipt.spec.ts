import type { Answer } from "@tureen/shared/endpoints";
import { barriers } from "./support/barriers.ts";
import { HEADER, makeBills } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";
import { smallTargets } from "./support/touch-targets.ts";

const SOUP = "Pea & Mint Soup, served chilled";

test("a table that has paid gets one receipt, which proves itself and says when it is tampered with", async ({
  table,
  phone,
  staff,
  manager,
  webUrl,
}) => {
  test.slow();
  await makeBills(manager, { tips: [1000] }, HEADER);
  const { url, label } = await table(1);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.sendAll();

  // Staff take half of it in cash, and half of it by card.
  const { tables } = await manager.call("readFloor");
  const sessionId = tables.find((each) => each.label === label)?.session?.id ?? "";
  const { tables: unpaid } = await manager.call("readUnpaid");
  const total = unpaid.find((each) => each.sessionId === sessionId)?.balance ?? 0;
  const take = (method: "cash" | "card", amount: number, tip: number) =>
    manager.call("takePayment", {
      params: { sessionId },
      body: {
        ...{ once: crypto.randomUUID(), method, payer: null, mode: "amount", covers: [] },
        ...{ payers: 1, amount, tip },
      },
    });
  const first = await take("cash", 300, 50);
  const waiter = await staff("waiter");
  const sheet = await waiter.choose(label);
  await sheet
    .getByRole("button", { name: /^Bill and payments|paid of/ })
    .first()
    .click();
  const bill = waiter.page.getByRole("dialog", { name: /^Bill of/ });
  await expect(bill.getByText("Cash")).toBeVisible();
  const issue = bill.getByRole("button", { name: "Receipt for the whole table" });
  await expect(issue).toBeHidden();
  const second = await take("card", total - 300, 0);

  // The waiter gives out the table's receipt, to be scanned or printed.
  await issue.click({ timeout: 20_000 });
  await expect(bill.getByRole("img", { name: /^Receipt \d+/ })).toBeVisible();
  const link = bill.getByRole("link", { name: /^Receipt \d+/ }).last();
  const href = (await link.getAttribute("href")) ?? "";

  // A guest asks on the phone, and gets the same one.
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  await ana.page.getByRole("button", { name: /^The bill/ }).click();
  await ana.page.getByRole("button", { name: "Receipt for the whole table" }).click();
  const own = ana.page.getByRole("link", { name: /^Receipt \d+/ });
  await expect(own).toHaveAttribute("href", href);

  const reader = (await phone()).page;
  await reader.goto(new URL(href, webUrl).href);
  await expect(reader.getByRole("heading", { name: /for the whole table$/ })).toBeVisible();
  await expect(reader.getByText(SOUP)).toBeVisible();
  // Its dishes are in the restaurant's language, which is said to those who read another one.
  await expect(reader.getByText(/in the language of the restaurant/)).toBeHidden();
  const german = (await phone({ locale: "de-DE" })).page;
  await german.goto(new URL(href, webUrl).href);
  await expect(german.getByText(SOUP)).toHaveAttribute("lang", /^en/);
  await expect(german.getByText(/in der Sprache des Restaurants: .*Englisch/)).toBeVisible();
  for (const { receipt } of [first, second]) {
    await expect(reader.getByText(new RegExp(`^Receipt ${receipt} · `))).toBeVisible();
  }
  // Signed within seconds, and each of its parts for itself.
  await expect(async () => {
    await reader.reload();
    await expect(reader.getByText(/^Signed by the restaurant's own software/)).toHaveCount(2);
  }).toPass({ timeout: 30_000 });
  await expect(reader.getByText("plain-sha256-1")).toHaveCount(2);
  expect(await smallTargets(reader)).toEqual([]);
  expect(await barriers(reader)).toEqual([]);

  // The first payment's receipt is proven up to an anchor by the page itself.
  const address = `${webUrl}/r/${first.token}`;
  const proven = reader.getByText(/^Proven up to anchor 1 of /);
  await expect(async () => {
    await reader.goto(address);
    await expect(proven).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await reader.emulateMedia({ media: "print" });
  await expect(reader.getByText("Signature", { exact: true }).first()).toBeVisible();
  await expect(reader.getByRole("button", { name: "Print" })).toBeHidden();
  await reader.emulateMedia({ media: null });

  // Whatever is changed on the way or where it is kept: the page finds out, whatever the server says.
  const broken = reader.getByText("Does not match the restaurant's ledger");
  const tamper = async (change: (answer: Answer<"readReceipt">) => unknown) => {
    await reader.route("**/api/receipts/*", async (route) => {
      const answer = (await (await route.fetch()).json()) as Answer<"readReceipt">;
      await route.fulfill({ json: change(answer) });
    });
    await reader.goto(address);
    await expect(broken).toBeVisible();
    await reader.unroute("**/api/receipts/*");
  };
  await tamper((answer) => ({ ...answer, text: answer.text.replace('"tip":50', '"tip":10') }));
  await tamper((answer) => ({ ...answer, text: "no receipt" }));
  // A server that forgets its anchor, which this browser has seen.
  await tamper((answer) => ({ ...answer, proof: { ...answer.proof, anchor: null, path: [] } }));
  await reader.goto(address);
  await expect(proven).toBeVisible();
});
