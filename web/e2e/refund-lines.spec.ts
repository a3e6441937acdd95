import { makeBills } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const SOURDOUGH = "Warm Sourdough & Brown Butter";

test("a manager gives back one of two soups, and its receipt names it", async ({
  table,
  phone,
  staff,
  manager,
}) => {
  await makeBills(manager, { online: false });
  const { url, label } = await table(1);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  for (const dish of [SOUP, SOUP, SOURDOUGH]) await ana.quickAdd(dish);
  await ana.sendAll();

  const floor = await staff("manager");
  const sheet = await floor.choose(label);
  await sheet.getByRole("button", { name: "Bill and payments" }).click();
  await floor.page.getByRole("button", { name: /^Take a payment/ }).click();
  const take = floor.page.getByRole("dialog").last();
  await take.getByText("Everything").click();
  // A short tablet: what is typed and what it gives is seen above the bar.
  await floor.page.setViewportSize({ width: 1024, height: 600 });
  await take.getByLabel("Handed over").fill("100");
  const [back, bar] = [take.getByText("Change", { exact: true }), take.locator("footer")];
  await expect(async () => {
    const [change, top] = [await back.boundingBox(), await bar.boundingBox()];
    expect((change?.y ?? 1e4) + (change?.height ?? 0)).toBeLessThanOrEqual(top?.y ?? 0);
  }).toPass();
  await take.getByRole("button", { name: /^Record / }).click();
  await take.getByRole("button", { name: "Done" }).click();

  await floor.page.getByRole("button", { name: "Give back" }).click();
  const refund = floor.page.getByRole("dialog", { name: "Give money back" });
  await refund.getByText("Dishes").click();
  const go = refund.getByRole("button", { name: /^Give back / });
  await expect(go).toBeDisabled();
  await refund.getByRole("checkbox", { name: new RegExp(SOUP) }).check();
  await expect(go).toContainText("€15.00");
  await refund.getByRole("button", { name: "One less" }).click();
  await expect(go).toContainText("€7.50");
  await expect(refund.getByText("is open on the bill again")).toBeVisible();
  await refund.getByRole("button", { name: "Not as ordered" }).click();
  await go.click();
  await expect(refund).toBeHidden();

  // The soup is owed again, and cannot be given back twice.
  const bill = floor.page.getByRole("dialog").last();
  await expect(bill.getByText("€7.50 given back")).toBeVisible();
  await expect(bill.getByRole("button", { name: "Take a payment · €7.50" })).toBeVisible();
  await floor.page.getByRole("button", { name: "Give back" }).click();
  await refund.getByText("Dishes").click();
  await expect(refund.getByRole("checkbox", { name: new RegExp(`1× ${SOUP}`) })).toBeVisible();

  const { tables } = await manager.call("readFloor");
  const sessionId = tables.find((each) => each.label === label)?.session?.id ?? "";
  const { receipts } = await manager.call("readBill", { params: { sessionId } });
  await ana.page.goto(new URL(`/r/${receipts.at(-1)?.token}`, url).href);
  const paper = ana.page.getByRole("article");
  await expect(paper).toContainText(/1×\s*Pea & Mint Soup, served chilled\s*−€7\.50/);
  await expect(paper).toContainText("7%");
});
