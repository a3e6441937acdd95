/** Courses of a meal: what comes later waits until somebody has it made. */
import { expect, test } from "./support/fixtures.ts";
import { openEditor, publish, saved } from "./support/menu-editor.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CABBAGE = "Charred Hispi Cabbage";
const BREAD = "Warm Sourdough & Brown Butter";

test("mains wait until a waiter or the kitchen has them made, and phones say so", async ({
  webUrl,
  table,
  phone,
  kitchen,
  staff,
}) => {
  test.slow();
  const [{ url, label }, beside] = [await table(1), await table(2)];
  const [ana, ben, board] = [await phone(), await phone(), await kitchen()];
  const { page } = await staff("manager");

  // Without courses nobody is asked.
  await ana.openTable(url, "Ana");
  const plain = await ana.openDish(BREAD);
  await expect(plain.getByLabel("When should it come?")).toHaveCount(0);
  await plain.getByRole("button", { name: "Close" }).click();

  // The manager writes two, and says which dishes are of them.
  await page.goto(`${webUrl}/staff/more`);
  await page.getByRole("link", { name: "What is served first" }).click();
  await expect(page.getByText("There are no courses")).toBeVisible();
  for (const [at, name] of ["Starters", "Mains"].entries()) {
    await page.getByRole("button", { name: "Add a course" }).click();
    await page.getByLabel(`Course ${at + 1}`, { exact: true }).fill(name);
  }
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("In force from the next order on.")).toBeVisible();
  await openEditor(page, webUrl);
  for (const [dish, course] of [
    [SOUP, "Starters"],
    [CABBAGE, "Mains"],
  ] as const) {
    await page.getByPlaceholder("Search the menu").fill(dish);
    await page.getByRole("button", { name: dish }).click();
    const sheet = page.getByRole("dialog", { name: dish });
    await sheet.getByLabel("Course").selectOption(course);
    await sheet.getByRole("button", { name: "Done" }).click();
    await saved(page);
  }
  await page.getByRole("button", { name: "Compare and publish" }).click();
  await expect(page.getByRole("dialog")).toContainText("Course: none → Mains");
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await publish(page);

  // A guest sees what comes when, and has the bread brought with the mains.
  const bread = await ana.openDish(BREAD);
  const when = bread.getByLabel("When should it come?");
  await expect(when.locator("option")).toHaveText(["Right away", "Starters", "Mains"]);
  await expect(when).toHaveValue("0");
  await when.selectOption("Mains");
  await bread.getByRole("button", { name: /^Add · / }).click();
  await ana.quickAdd(CABBAGE);
  await ana.quickAdd(SOUP);
  await ana.show("Cart");
  const review = await ana.review();
  await expect(review.getByRole("heading", { level: 3 })).toHaveText(["Starters", "Mains"]);
  await ana.send();
  const number = await ana.sentNumber();

  // The kitchen makes the soup; the rest is held, for the guest too.
  const held = board.ticket(number).locator("[data-held]");
  await expect(held.getByRole("heading")).toHaveText("Held: Mains");
  await expect(held).toContainText(`1× ${CABBAGE}`);
  await expect(held).toContainText(`1× ${BREAD}`);
  await expect(board.tick(number, SOUP)).toBeVisible();
  await expect(board.tick(number, CABBAGE)).toHaveCount(0);
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  const dish = (name: string) => ana.order(number).getByRole("listitem").filter({ hasText: name });
  await expect(dish(CABBAGE)).toContainText("Mains: waits until you are ready");
  await expect(dish(SOUP)).not.toContainText("waits");
  for (const step of ["Accept", "Start", "Ready", "Served"] as const) {
    await board.step(number, step);
  }
  await expect(board.ticket(number)).toContainText("Waits");
  await expect(board.ticket(number).getByRole("timer")).toHaveCount(0);

  // The waiter fires from the floor.
  const waiter = await staff("waiter");
  const sheet = await waiter.choose(label);
  await expect(sheet).toContainText(CABBAGE);
  await sheet.getByRole("button", { name: "Fire Mains" }).click();
  await expect(waiter.toast("Mains: the kitchen has been told")).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Fire Mains" })).toHaveCount(0);
  await expect(board.tick(number, CABBAGE)).toBeVisible();
  await expect(held).toHaveCount(0);
  await expect(board.ticket(number).getByRole("timer")).toBeVisible();
  await expect(dish(CABBAGE)).toContainText("Mains: on its way");

  // What joins mains that are being made is made with them.
  await ana.closeSheet();
  await ana.quickAdd(CABBAGE);
  const more = await ana.sendAll();
  await expect(board.tick(more, CABBAGE)).toBeVisible();

  // At another table the kitchen fires itself, and takes it back.
  await ben.openTable(beside.url, "Ben");
  await ben.quickAdd(SOUP);
  await ben.quickAdd(CABBAGE);
  const other = await ben.sendAll();
  const fire = board.ticket(other).getByRole("button", { name: "Fire Mains for Table 2" });
  await fire.click();
  await expect(board.tick(other, CABBAGE)).toBeVisible();
  await board.undo();
  await expect(fire).toBeVisible();
  await expect(board.tick(other, CABBAGE)).toHaveCount(0);
  await fire.click();
  await expect(board.tick(other, CABBAGE)).toBeVisible();
});
