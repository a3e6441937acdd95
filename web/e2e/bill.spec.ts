import { HEADER, makeBills, openBill } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";
import { seatTwo } from "./support/seat-two.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const SOURDOUGH = "Warm Sourdough & Brown Butter";

test("guests share a dish and pay on their phones; the waiter takes the rest", async ({
  table,
  phone,
  staff,
  manager,
}) => {
  test.slow();
  await makeBills(manager, { tips: [1000] }, HEADER);
  const { url, label } = await table(1);
  const [ana, ben] = await seatTwo(phone, url);
  await ana.quickAdd(SOUP);
  await ben.add(SOURDOUGH, { for: "table" });
  await expect(ana.cartButton()).toContainText("2");
  await ana.sendAll();
  await ana.page.getByRole("button", { name: "See the orders" }).click();

  // Both see the same bill, and what is theirs in it.
  const billOf = async (one: typeof ana) => {
    await one.show("Orders");
    const sheet = await openBill(one);
    await expect(sheet).toContainText(SOUP);
    await expect(sheet).toContainText("Shared equally");
    return sheet;
  };
  const [anas, bens] = [await billOf(ana), await billOf(ben)];

  // Ben takes half of Ana's soup, and Ana's phone shows it.
  await bens.getByRole("button", { name: new RegExp(SOUP) }).click();
  const claim = ben.page.getByRole("dialog", { name: /How much|Soup/ });
  await claim.getByText("½", { exact: false }).first().click();
  await claim.getByRole("button", { name: "Done" }).click();
  await expect(anas.getByText("½").first()).toBeVisible();

  // To her only what he left is offered, with what she will pay; what he took is named.
  await anas.getByRole("button", { name: new RegExp(SOUP) }).click();
  const herClaim = ana.page.getByRole("dialog", { name: /How much|Soup/ });
  await expect(herClaim.getByText("Ben has taken ½.")).toBeVisible();
  await expect(herClaim.getByText("Left to take: ½, €3.75.")).toBeVisible();
  await expect(herClaim.getByLabel(/^All that is left/)).toBeChecked();
  await expect(herClaim.getByText("All of it", { exact: true })).toBeHidden();
  await herClaim.getByRole("button", { name: "Done" }).click();

  // What is the table's is shared without a word, and again so when a word is taken back.
  await anas.getByRole("button", { name: new RegExp(SOURDOUGH) }).click();
  const shared = ana.page.getByRole("dialog", { name: /Sourdough/ });
  const equally = shared.getByLabel(/^Shared equally/);
  await expect(equally).toBeChecked();
  await expect(shared.getByText(/^With Ben\. If anybody joins/)).toBeVisible();
  await shared.getByLabel(/^All of it/).check();
  await expect(equally).not.toBeChecked();
  await expect(shared.getByText("The others say it for themselves", { exact: false })).toBeHidden();
  await equally.check();
  await expect(equally).toBeChecked();
  await shared.getByRole("button", { name: "Done" }).click();

  // Ana pays her share with the demonstration's card, once declined.
  await anas.getByRole("button", { name: "Pay", exact: true }).click();
  const pay = ana.page.getByRole("dialog").last();
  // What she chooses herself, however fast, is nobody else's change.
  const [tip, friend] = [pay.getByLabel(/^10/), pay.getByLabel("Ben's share too")];
  for (const wanted of [tip, friend, friend]) await wanted.click({ force: true });
  await expect(pay.getByText("The bill has just changed")).toBeHidden();
  await expect(pay.getByRole("button", { name: /^Pay / })).toBeEnabled();
  await expect(friend).not.toBeChecked();
  await pay.getByRole("button", { name: /^Pay / }).click();
  await pay.getByRole("button", { name: "Decline" }).click();
  await expect(pay.getByText("The payment did not go through. Nothing was charged.")).toBeVisible();
  await pay.getByRole("button", { name: "Try again" }).click();
  await expect(pay.getByRole("button", { name: /^Pay / })).toBeEnabled();
  await expect(pay.getByText("Changed: it was", { exact: false })).toBeHidden();
  await pay.getByRole("button", { name: /^Pay / }).click();
  await pay.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(pay.getByText("Thank you. You have paid.")).toBeVisible({ timeout: 30_000 });

  // Her receipt has an address that anybody with it can read.
  const href = await pay.getByRole("link", { name: /receipt/i }).getAttribute("href");
  const reader = await phone();
  await reader.page.goto(new URL(href ?? "", url).href);
  await expect(reader.page.getByText("The Copper Tureen").first()).toBeVisible();
  await expect(reader.page.getByText("DE 123")).toBeVisible();

  // The waiter cannot close the table, takes what Ben owes in cash, and then can.
  const waiter = await staff("waiter");
  const sheet = await waiter.choose(label);
  await sheet.getByRole("button", { name: "Close the table" }).click();
  const question = waiter.page.getByRole("dialog", { name: `Close Table ${label}?` });
  // The kitchen has not served it either: both are said at once.
  await expect(question.getByText(/not been served/)).toBeVisible();
  await expect(question.getByText(/of the bill is not paid/)).toBeVisible();
  await expect(question.getByRole("button", { name: "Close it anyway" })).toBeHidden();
  await question.getByRole("button", { name: "Bill and payments" }).click();
  await waiter.page.getByRole("button", { name: /^Take a payment/ }).click();
  const take = waiter.page.getByRole("dialog").last();
  await take.getByText("The rest").click();
  await take.getByRole("button", { name: /^Record / }).click();
  await expect(take.getByText(/is recorded/)).toBeVisible();
  await expect(bens.getByText("Everything is paid").first()).toBeVisible();
});
