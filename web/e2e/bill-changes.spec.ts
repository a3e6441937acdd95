import { HEADER, makeBills, openBill } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";
import { seatTwo } from "./support/seat-two.ts";

const SOUP = "Pea & Mint Soup, served chilled";

test("a guest is told what comes on top, what changed, and who is paying", async ({
  table,
  phone,
  manager,
}) => {
  test.slow();
  const service = { rate: { percent: 1000 }, fromGuests: 2, of: "net", category: "food" } as const;
  await makeBills(manager, { service }, HEADER);
  const { url } = await table(1);
  const [ana, ben] = await seatTwo(phone, url);
  await ana.quickAdd(SOUP);
  await ana.sendAll();
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  await expect(ana.page.getByText("+ 10% service charge on the bill").first()).toBeVisible();

  // Ben takes the dish while Ana has its amount before her.
  const anas = await openBill(ana);
  await anas.getByRole("button", { name: "Pay", exact: true }).click();
  const pay = ana.page.getByRole("dialog").last();
  await expect(pay.getByRole("button", { name: /^Pay / })).toBeEnabled();
  await ben.show("Orders");
  const bens = await openBill(ben);
  await bens.getByRole("button", { name: new RegExp(SOUP) }).click();
  const claim = ben.page.getByRole("dialog", { name: /Soup/ });
  await claim.getByText("½", { exact: false }).first().click();
  await expect(pay.getByText("Changed: it was")).toBeVisible();
  await claim.getByText("All of it", { exact: true }).click();
  await claim.getByRole("button", { name: "Done" }).click();
  await pay.getByRole("button", { name: "Close", exact: true }).first().click();

  // As long as Ben only is about to pay, nothing is called paid.
  await bens.getByRole("button", { name: "Pay", exact: true }).click();
  const bensPay = ben.page.getByRole("dialog").last();
  await bensPay.getByRole("button", { name: /^Pay / }).click();
  await expect(bensPay.getByText("it stays kept for you")).toBeVisible();
  await anas.getByRole("button", { name: new RegExp(SOUP) }).click();
  await expect(ana.page.getByText("Ben is paying this right now.")).toBeVisible();
});
