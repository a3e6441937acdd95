import { makeBills, openBill } from "./support/billing.ts";
import { expect, test } from "./support/fixtures.ts";
import { seatTwo } from "./support/seat-two.ts";

const SOUP = "Pea & Mint Soup, served chilled";

test("what the waiter takes is told on the phones, with the receipt, and ends the call", async ({
  table,
  phone,
  staff,
  manager,
}) => {
  test.slow();
  await makeBills(manager, { cashStep: 5 });
  const { url, label } = await table(1);
  const [ana, ben] = await seatTwo(phone, url);
  await ana.quickAdd(SOUP);
  await ben.quickAdd(SOUP);
  await expect(ana.cartButton()).toContainText("2");
  await ana.sendAll();
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  const { tables } = await manager.call("readFloor");
  const sessionId = tables.find((each) => each.label === label)?.session?.id ?? "";
  const take = (payer: string | null, method: "cash" | "card", amount: number, tip = 0) =>
    manager.call("takePayment", {
      params: { sessionId },
      body: {
        ...{ once: crypto.randomUUID(), method, payer, mode: "amount", covers: [] },
        ...{ payers: 1, amount, tip },
      },
    });

  // Ana asks for the bill: the floor hears it until she owes nothing.
  const bill = await openBill(ana);
  await bill.getByRole("button", { name: "Pay with the waiter" }).click();
  const waiter = await staff("waiter");
  const call = waiter.page.getByRole("region", { name: "Needs you now" }).getByText("Ana");
  await expect(call).toBeVisible();
  const part = await take("d1", "cash", 333, 20);

  // What she handed over, and what it pays of the bill, are both said, and where they differ.
  const notice = ana.toast("You have paid €3.55 in cash. Thank you!");
  await expect(notice).toBeVisible();
  await expect(notice.getByRole("link", { name: "Receipt" })).toHaveAttribute(
    "href",
    `/r/${part.token}`,
  );
  await expect(ben.toast("Ana has paid €3.33")).toBeVisible();
  const kept = bill.getByRole("listitem").filter({ hasText: `Receipt ${part.receipt}` });
  await expect(kept).toContainText("Cash");
  await expect(kept).toContainText("€3.55");
  await expect(call).toBeVisible();

  const rest = await take("d1", "card", 417);
  await expect(ana.toast("You have paid €4.17 by card. Thank you!")).toBeVisible();
  await expect(call).toBeHidden({ timeout: 20_000 });
  await expect(bill.getByRole("button", { name: "Pay with the waiter" })).toBeVisible();
  const { payment } = part;
  await manager.call("refundPayment", {
    params: { paymentId: payment },
    body: { once: crypto.randomUUID(), amount: 0, tip: 20, reason: "too much" },
  });
  await expect(ana.toast("You got €0.20 back").getByRole("link")).toBeVisible();
  await expect(bill.getByText(/^Refund \d+/)).toBeVisible();

  // The floor has the sum that changed hands too.
  const sheet = await waiter.choose(label);
  await sheet
    .getByRole("button", { name: /^Bill and payments|paid of/ })
    .first()
    .click();
  const onFloor = waiter.page.getByRole("dialog", { name: /^Bill of/ });
  const item = onFloor.getByRole("listitem").filter({ hasText: "rounded to coins" });
  await expect(item).toContainText("+€0.02");
  await expect(item).toContainText("€3.55");

  // What nobody's name is on is told to everybody.
  await take(null, "cash", 750);
  await expect(ben.toast("The waiter has taken €7.50 for the bill")).toBeVisible();
  await expect(bill.getByText("Paid to the waiter")).toBeVisible();

  // The way to the table's receipt stays with the seat: after a reload, and when all is over.
  await bill.getByRole("button", { name: "Receipt for the whole table" }).click();
  const ofTable = (sheet: typeof bill) =>
    sheet.getByRole("status").getByRole("link", { name: /^Receipt/ });
  const href = (await ofTable(bill).getAttribute("href")) ?? "";
  await ana.page.reload();
  await ana.seated();
  await ana.show("Orders");
  const again = await openBill(ana);
  await expect(ofTable(again)).toHaveAttribute("href", href);
  await expect(again.getByRole("button", { name: "Receipt for the whole table" })).toBeHidden();
  await manager.call("closeSession", { params: { sessionId }, body: {} });
  await expect(ana.page.getByRole("button", { name: "To the table again" })).toBeVisible();
  const hrefs = await ana.page
    .getByRole("link", { name: /^(Receipt|Refund) / })
    .evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  expect(hrefs).toEqual(expect.arrayContaining([href, `/r/${part.token}`, `/r/${rest.token}`]));
});
