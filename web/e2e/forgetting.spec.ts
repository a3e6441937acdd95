import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";

test("a guest who erases their name is a seat on every open page, and on the next one", async ({
  table,
  phone,
  staff,
  kitchen,
}) => {
  const { url, label } = await table(1);
  const [ana, ben, waiter, board] = await Promise.all([
    phone(),
    phone(),
    staff("waiter"),
    kitchen(),
  ]);
  await ana.openTable(url, "Annabella");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.add(SOUP);
  const number = await ana.sendAll();
  await expect(board.line(number, SOUP)).toContainText("Annabella");
  const people = await ben.show("People");
  await expect(people).toContainText("Annabella");
  await expect(waiter.card(label)).toContainText("Annabella");

  await ana.backToMenu();
  await ana.show("People");
  await ana.page.getByRole("button", { name: "Erase my name" }).click();
  await expect(people).toContainText("Guest 1");
  await expect(people).not.toContainText("Annabella");
  await expect(waiter.card(label)).toContainText("Guest 1, Ben");
  await expect(board.line(number, SOUP)).toContainText("Guest 1");
  for (const { page } of [ana, ben, waiter, board]) {
    await expect(page.getByText("Annabella")).toHaveCount(0);
    await page.reload();
  }
  await expect(board.line(number, SOUP)).toContainText("Guest 1");
  await expect(waiter.card(label)).toContainText("Guest 1, Ben");
  await expect(await ben.show("People")).toContainText("Guest 1");
  for (const { page } of [ana, ben, waiter, board]) {
    await expect(page.getByText("Annabella")).toHaveCount(0);
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
    expect(kept).not.toContain("Annabella");
  }
});

test("a manager erases a guest's name; a waiter cannot", async ({ table, phone, staff }) => {
  const { url, label } = await table(2);
  const [ana, waiter, manager] = await Promise.all([phone(), staff("waiter"), staff("manager")]);
  await ana.openTable(url, "Annabella");
  const plain = await waiter.choose(label);
  await expect(plain).toContainText("Annabella");
  await expect(plain.getByRole("button", { name: "Erase name" })).toHaveCount(0);

  const sheet = await manager.choose(label);
  await sheet.getByRole("button", { name: "Erase name" }).click();
  const question = sheet.getByRole("alert");
  await expect(question).toContainText("Annabella");
  await question.getByRole("button", { name: "Erase name" }).click();
  await expect(manager.toast("The name has been erased.")).toBeVisible();
  await expect(sheet).toContainText("Guest 1");
  await expect(sheet).not.toContainText("Annabella");
  await expect(plain).toContainText("Guest 1");
  await expect(plain).not.toContainText("Annabella");
});
