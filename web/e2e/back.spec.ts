/** The Back button, and the swipe that means it: it closes what lies on top, and only then leaves. */
import type { Page } from "@playwright/test";
import { ReplayPage } from "./pages/replay.ts";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const BURGER = "Tureen Burger";
const NOTE = "no onions, I am allergic";
const ELSEWHERE = "about:blank";

/** From another page, so that there is something to go back to. */
async function comeFromElsewhere(page: Page): Promise<void> {
  await page.goto(ELSEWHERE);
}

/** Back from a page with nothing open leads out, at once. */
async function expectNothingLeftToClose(page: Page): Promise<void> {
  await page.goBack();
  expect(page.url()).toBe(ELSEWHERE);
}

test("Back closes sheet after sheet, then the search, and then leaves", async ({
  table,
  phone,
}) => {
  const { url } = await table(1);
  const ana = await phone();
  const { page } = ana;
  await comeFromElsewhere(page);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);

  await page.getByRole("button", { name: "Search the menu" }).click();
  await page.getByRole("searchbox").fill("soup");
  await ana.show("Cart");
  await ana.review();
  await expect(ana.reviewSheet()).toBeVisible();
  await page.goBack();
  await expect(ana.reviewSheet()).toBeHidden();
  await expect(ana.line(SOUP)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("searchbox")).toHaveValue("soup");
  await page.goBack();
  await expect(page.getByRole("searchbox")).toBeHidden();
  await expect(ana.dish(BURGER)).toBeVisible();

  // A question within a sheet is closed before the sheet.
  const people = await ana.show("People");
  await people.getByRole("button", { name: "Leave the table" }).click();
  await page.goBack();
  await expect(people.getByRole("button", { name: "Leave now" })).toBeHidden();
  await expect(people).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.getByRole("button", { name: "Diets and allergens" }).click();
  await expect(page.getByRole("dialog", { name: "Diets and allergens" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expectNothingLeftToClose(page);
});

test("however a sheet is closed, it leaves nothing behind that Back would have to close", async ({
  table,
  phone,
}) => {
  const { url } = await table(2);
  const ana = await phone({ hasTouch: false, isMobile: false });
  const { page } = ana;
  await comeFromElsewhere(page);
  await ana.openTable(url, "Ana");
  const dialog = page.getByRole("dialog");
  const ways: Record<string, () => Promise<void>> = {
    button: () => dialog.getByRole("button", { name: "Close", exact: true }).click(),
    escape: () => page.keyboard.press("Escape"),
    outside: () => page.mouse.click(20, 20),
    adding: () => dialog.getByRole("button", { name: /^Add · / }).click(),
    back: async () => void (await page.goBack()),
  };
  const before = await page.evaluate(() => history.length);
  for (const close of Object.values(ways)) {
    await ana.openDish(SOUP);
    await close();
    await expect(dialog).toBeHidden();
  }
  // In quick succession, and with two on top of each other that end together.
  for (let n = 0; n < 5; n++) {
    await ana.dish(SOUP).getByRole("heading", { level: 3 }).getByRole("button").click();
    await page.keyboard.press("Escape");
  }
  await ana.sendAll();
  await ana.backToMenu();
  await page.evaluate(() => scrollTo(0, 1_000));
  await page.getByRole("button", { name: "Search the menu" }).click();
  await page.getByRole("searchbox").fill("soup");
  await page.getByRole("button", { name: "End search" }).click();
  await expect(page.getByRole("searchbox")).toBeHidden();
  // One entry ahead at most, which the next sheet takes over.
  expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(before + 2);
  await expectNothingLeftToClose(page);
});

test("what was typed in a dish is there again, however it was closed, until it is added", async ({
  table,
  phone,
}) => {
  const { url } = await table(3);
  const ana = await phone();
  const { page } = ana;
  await ana.openTable(url, "Ana");
  let sheet = await ana.openDish(BURGER);
  await sheet.getByLabel(/^Well done/).check();
  await sheet.getByLabel("Note for the kitchen").fill(NOTE);
  await sheet.getByText("For the table").click();
  await sheet.getByRole("button", { name: "One more", exact: true }).click();

  const ways = [
    () => page.goBack(),
    () => page.keyboard.press("Escape"),
    () => sheet.getByRole("button", { name: "Close", exact: true }).click(),
    () => page.touchscreen.tap(195, 12),
    () => page.reload().then(() => ana.seated()),
  ];
  for (const close of ways) {
    await close();
    await expect(page.getByRole("dialog")).toBeHidden();
    sheet = await ana.openDish(BURGER);
    await expect(sheet.getByLabel("Note for the kitchen")).toHaveValue(NOTE);
    await expect(sheet.getByLabel(/^Well done/)).toBeChecked();
    await expect(sheet.getByLabel("For the table")).toBeChecked();
    await expect(sheet.getByRole("group", { name: "Quantity" })).toContainText("2");
  }
  // It belongs to this dish alone.
  await page.goBack();
  sheet = await ana.openDish(SOUP);
  await expect(sheet.getByLabel("Note for the kitchen")).toHaveValue("");
  await sheet.getByLabel("Note for the kitchen").fill(NOTE);
  await page.goBack();
  await expect(page.getByRole("dialog")).toBeHidden();

  // A plus does not pass over a note that was typed.
  await ana.quickAdd(SOUP);
  sheet = page.getByRole("dialog", { name: SOUP });
  await expect(sheet.getByLabel("Note for the kitchen")).toHaveValue(NOTE);
  await sheet.getByRole("button", { name: /^Add · / }).click();
  await expect(sheet).toBeHidden();
  await ana.show("Cart");
  await expect(ana.line(SOUP)).toContainText(NOTE);
  await ana.closeSheet();
  sheet = await ana.openDish(SOUP);
  await expect(sheet.getByLabel("Note for the kitchen")).toHaveValue("");
});

test("a reload with sheets open costs no press of Back, and Forward opens nothing", async ({
  table,
  phone,
}) => {
  const { url } = await table(4);
  const ana = await phone();
  const { page } = ana;
  await comeFromElsewhere(page);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.show("Cart");
  await ana.review();
  await page.reload();
  await ana.seated();
  await expect.poll(() => openLayers(page)).toBe(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await page.goForward();
  await expect.poll(() => openLayers(page)).toBe(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // A sheet that is opened now is as good as any, and so is the way out.
  await ana.show("Orders");
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expectNothingLeftToClose(page);
});

test("what others keep in the history's state stays there", async ({ table, phone }) => {
  const { url } = await table(5);
  const ana = await phone();
  const { page } = ana;
  await ana.openTable(url, "Ana");
  await page.evaluate(() => history.replaceState({ ...history.state, theirs: 7 }, ""));
  const theirs = () => page.evaluate(() => history.state.theirs);
  await ana.show("Cart");
  expect(await theirs()).toBe(7);
  await ana.closeSheet();
  await expect.poll(() => openLayers(page)).toBe(0);
  expect(await theirs()).toBe(7);
});

test("Back from a first look at the menu leads to the form, as it was", async ({
  table,
  phone,
}) => {
  const { url } = await table(6);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.openTable(url, "Ana");
  await ana.pin();
  const { joinKey } = await ana.seat();
  const { page } = ben;
  await comeFromElsewhere(page);
  await page.goto(`${url}#key=${joinKey}`);
  await page.getByLabel("Your name").fill("Ben");
  await page.getByRole("button", { name: "Look at the menu first" }).click();
  await ben.openDish(SOUP);
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(ben.dish(SOUP)).toBeVisible();
  await page.goBack();
  await expect(page.getByLabel("Your name")).toHaveValue("Ben");
  await expect(ben.dish(SOUP)).toBeHidden();
  // The invitation is still good, and not in the address.
  expect(page.url()).toBe(url);
  await page.getByRole("button", { name: "Join the table" }).click();
  await ben.seated();
  await expectNothingLeftToClose(page);
});

test("on the floor Back leads from the question to the table to the floor", async ({
  table,
  phone,
  staff,
}) => {
  const { url, label } = await table(7);
  const [ana, waiter] = await Promise.all([phone(), staff("waiter")]);
  const { page } = waiter;
  await ana.openTable(url, "Ana");
  await expect(waiter.card(label)).toContainText("Ana");
  const sheet = await waiter.choose(label);
  await sheet.getByRole("button", { name: "Remove Ana" }).click();
  await expect(sheet).toContainText("Remove Ana from the table?");
  await page.goBack();
  await expect(sheet).not.toContainText("Remove Ana from the table?");
  await sheet.getByRole("button", { name: "Close the table" }).click();
  await expect(page.getByRole("dialog", { name: `Close Table ${label}?` })).toBeVisible();
  await page.goBack();
  await expect(sheet.getByRole("button", { name: "Close the table" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  // From one page to the next Back does what it did before.
  await page.getByRole("link", { name: "More" }).click();
  await page.goBack();
  await expect(waiter.card(label)).toBeVisible();
});

test("in the kitchen too, and a sheet that leads to another page is not in the way back", async ({
  table,
  phone,
  kitchen,
  restaurant,
  webUrl,
}) => {
  const { url } = await table(8);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  const { page } = board;
  const dialog = page.getByRole("dialog");
  await board
    .ticket(number)
    .getByRole("button", { name: `More for order ${number}` })
    .click();
  await dialog.getByRole("button", { name: "Cancel the order" }).click();
  await expect(dialog).toContainText("Why? The table will read this.");
  await page.goBack();
  await expect(dialog).not.toContainText("Why? The table will read this.");
  await expect(dialog.getByRole("button", { name: "Cancel the order" })).toBeVisible();
  await page.goBack();
  await expect(dialog).toHaveCount(0);
  for (const open of [() => board.openDone(), () => board.openSoldOut()]) {
    await expect(await open()).toBeVisible();
    await page.goBack();
    await expect(dialog).toHaveCount(0);
  }

  // A waiter's screen has a way to the tables.
  await page.getByRole("button", { name: "Options" }).click();
  await dialog.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Name").fill(restaurant.staff.waiter.login);
  await page.getByLabel("Password").fill(restaurant.staff.waiter.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Options" }).click();
  await dialog.getByRole("button", { name: "To the tables" }).click();
  await expect(page).toHaveURL(`${webUrl}/staff`);
  await page.goBack();
  await expect(page).toHaveURL(`${webUrl}/kitchen`);
  await expect(board.ticket(number)).toBeVisible();
  await expect(dialog).toHaveCount(0);
  expect(await openLayers(page)).toBe(0);
});

test("in a replay Back closes the story, and then leads to the list", async ({
  table,
  phone,
  staff,
  manager,
  webUrl,
}) => {
  const { url, code } = await table(9);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.sendAll();
  const { tables } = await manager.call("readFloor");
  const sessionId = tables.find((each) => each.code === code)?.session?.id ?? "";
  const { page } = await staff("manager");
  await page.goto(`${webUrl}/replay`);
  await page.locator(`a[href$="${sessionId}"]`).click();
  const replay = new ReplayPage(page);
  await expect(replay.slider()).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press("End");
  await replay.phone("Ana").getByRole("button", { name: SOUP }).first().click();
  const story = page.getByRole("dialog", { name: `The story of ${SOUP}` });
  await expect(story).toBeVisible();
  await page.goBack();
  await expect(story).toBeHidden();
  await expect(replay.slider()).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(`${webUrl}/replay`);
});

/** How many layers the page's place in the history stands for. */
function openLayers(page: Page): Promise<number> {
  return page.evaluate(() => history.state?.tureen?.depth ?? 0);
}
