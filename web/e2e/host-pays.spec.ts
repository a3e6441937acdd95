import { makeBills, openBill } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";
import { seatTwo } from "./support/seat-two.ts";

const SOUP = "Pea & Mint Soup, served chilled";

test("the host pays for the others up to a limit; everybody reads what is theirs", async ({
  table,
  phone,
  staff,
  manager,
}) => {
  await makeBills(manager, { hostPays: true });
  const { url, label } = await table(1);
  const [ana, ben] = await seatTwo(phone, url);
  await ben.quickAdd(SOUP);
  await expect(ana.cartButton()).toContainText("1");
  await ben.sendAll();
  const billOf = async (one: typeof ana) => {
    await one.show("Orders");
    const sheet = await openBill(one);
    await expect(sheet).toContainText(SOUP);
    return sheet;
  };
  await ben.backToMenu();
  const [anas, bens] = [await billOf(ana), await billOf(ben)];
  await expect(bens.getByText("Paying for the others")).toHaveCount(0);

  await anas.getByText("Up to", { exact: true }).click();
  await anas.getByLabel("For each of the others, up to").fill("5");
  await anas.getByRole("button", { name: "Tell the table" }).click();
  await expect(bens.getByText("Ana pays up to €5.00 for you; €2.50 is yours.")).toBeVisible();
  await expect(anas.getByText("You pay €5.00 for the others.")).toBeVisible();
  const waiter = await staff("waiter");
  const sheet = await waiter.choose(label);
  await sheet.getByRole("button", { name: "Bill and payments" }).click();
  await expect(waiter.page.getByText("Ana pays €5.00").first()).toBeVisible();

  // Changed and taken back, live.
  await anas.getByText("Everything", { exact: true }).click();
  await expect(bens.getByText("Ana pays for you.")).toBeVisible();
  await anas.getByText("No", { exact: true }).click();
  await expect(bens.getByText(/Ana pays/)).toHaveCount(0);

  // Said again, and paid: what the host has paid for Ben is paid.
  await anas.getByText("Up to", { exact: true }).click();
  await anas.getByLabel("For each of the others, up to").fill("5");
  await anas.getByRole("button", { name: "Tell the table" }).click();
  await anas.getByRole("button", { name: "Pay", exact: true }).click();
  const pay = ana.page.getByRole("dialog").last();
  await pay.getByRole("button", { name: "Pay €5.00" }).click();
  await pay.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(pay.getByText("Thank you. You have paid.")).toBeVisible({ timeout: 30_000 });
  await bens.getByRole("button", { name: "Pay", exact: true }).click();
  const bensPay = ben.page.getByRole("dialog").last();
  await expect(bensPay.getByRole("button", { name: "Pay €2.50" })).toBeVisible();
});
