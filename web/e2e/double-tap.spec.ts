/** One intent is one deed, however often it is tapped; the rest of a double tap presses nothing else. */
import type { Locator, Page, Request } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CARROTS = "Honeyed Carrots";
const CABBAGE = "Charred Hispi Cabbage";

/** Two quick taps of a finger in the middle of what is there now, whatever it becomes. */
async function tapTwice(page: Page, target: Locator): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  await expect(async () => {
    const [before, after] = [await target.boundingBox(), await target.boundingBox()];
    expect(after).toEqual(before);
  }).toPass();
  const box = await target.boundingBox();
  if (!box) throw new Error("there is nothing to tap");
  const touchPoints = [{ x: box.x + box.width / 2, y: box.y + box.height / 2 }];
  const hand = await page.context().newCDPSession(page);
  const down = () => hand.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints });
  const up = () => hand.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  // All of it at once, so that a busy machine does not make two taps of a double one.
  await Promise.all([down(), up(), down(), up()]);
  await hand.detach();
}

/** Three clicks before anything else can happen, as scripts and some assistive tools do them. */
function clickThreeTimesInOneTurn(target: Locator): Promise<void> {
  return target.evaluate((element: HTMLElement) => {
    for (let n = 0; n < 3; n++) element.click();
  });
}

/** Requests that change something, from now on, without what they name. */
function changesOf(page: Page): string[] {
  const changes: string[] = [];
  page.on("request", (request: Request) => {
    if (request.method() === "GET") return;
    changes.push(new URL(request.url()).pathname.split("/").at(-1) ?? "");
  });
  return changes;
}

const presses: Record<string, (page: Page, target: Locator) => Promise<void>> = {
  "a double click": (_, target) => target.dblclick(),
  "two quick taps": tapTwice,
  "three clicks in one turn": (_, target) => clickThreeTimesInOneTurn(target),
};

for (const [index, [what, press]] of Object.entries(presses).entries()) {
  test(`${what} on Send: one order, and its answer stays until it is put away`, async ({
    table,
    phone,
    kitchen,
  }) => {
    const { url, label } = await table(index + 1);
    const [ana, board] = await Promise.all([phone(), kitchen()]);
    const { page } = ana;
    await ana.openTable(url, "Ana");
    await ana.quickAdd(SOUP);
    await ana.show("Cart");
    const review = page.getByRole("button", { name: "Review and send" });
    // The way there is a button in nearly the same place: nothing is sent unread.
    await press(page, review);
    await expect(ana.reviewSheet()).toBeVisible();
    await expect(ana.sendButton()).toBeEnabled();
    await press(page, ana.sendButton());

    await ana.sentNumber();
    await expect(ana.progress()).toBeVisible();
    await expect(ana.rejection()).toHaveCount(0);
    await expect(board.tickets(label)).toHaveCount(1);
    await ana.backToMenu();
    await ana.show("Cart");
    await expect(page.getByText("Nothing in the cart yet")).toBeVisible();
    await expect(ana.rejection()).toHaveCount(0);
    const orders = await ana.show("Orders");
    await expect(orders.getByRole("heading", { name: /^Order #/ })).toHaveCount(1);
  });
}

test("an answer that says no stays too, and Send is not pressed by what put it away", async ({
  table,
  phone,
  manager,
}) => {
  const { url } = await table(4);
  const ana = await phone();
  const gate = await ana.gate("from-server");
  await ana.openTable(url, "Ana");
  await ana.quickAdd(CABBAGE);
  await ana.quickAdd(SOUP);
  await ana.show("Cart");
  await ana.review();
  gate.close();
  const { menu } = await manager.call("readStaffMenu");
  const items = menu.categories.flatMap((category) => category.items);
  const itemId = items.find(({ name }) => name === CABBAGE)?.id ?? "";
  const soldOut = { itemId, available: false, stock: null };
  await manager.call("setAvailability", { body: soldOut });
  try {
    await tapTwice(ana.page, ana.sendButton());
    await gate.open();
    await expect(ana.rejection()).toContainText("Sold out.");
    const again = ana.rejection().getByRole("button", { name: "Review and send again" });
    await tapTwice(ana.page, again);
    await expect(ana.sendButton()).toBeEnabled();
    await ana.reviewSheet().getByRole("button", { name: "Close", exact: true }).click();
    await expect(ana.reviewSheet()).toBeHidden();
    const orders = await ana.show("Orders");
    await expect(orders.getByRole("heading", { name: /^Order #/ })).toHaveCount(0);
  } finally {
    await manager.call("setAvailability", { body: { ...soldOut, available: true } });
  }
});

test("two quick taps on a plus are two portions; on Add they are one dish", async ({
  table,
  phone,
}) => {
  const { url } = await table(5);
  const ana = await phone();
  const { page } = ana;
  await ana.openTable(url, "Ana");
  await tapTwice(page, ana.addButton(SOUP));
  await expect(ana.cartButton()).toContainText("€15.00");
  await ana.addButton(SOUP).dblclick();
  await expect(ana.cartButton()).toContainText("€30.00");

  for (const press of Object.values(presses)) {
    const sheet = await ana.openDish(CARROTS);
    await press(page, sheet.getByRole("button", { name: /^Add · / }));
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await ana.show("Cart");
  await expect(ana.quantity(CARROTS)).toHaveText(String(Object.keys(presses).length));
  await expect(ana.quantity(SOUP)).toHaveText("4");

  // The row below moves up under the finger, and is left alone.
  for (const left of [3, 2, 1]) {
    await ana.fewer(SOUP);
    await expect(ana.quantity(SOUP)).toHaveText(String(left));
  }
  const last = ana.line(SOUP).getByRole("button", { name: `One ${SOUP} less` });
  await tapTwice(page, last);
  await expect(ana.line(SOUP)).toBeHidden();
  await expect(ana.quantity(CARROTS)).toHaveText("3");
});

test("a tap that closes a sheet does not open what lies under it", async ({ table, phone }) => {
  const { url } = await table(6);
  const ana = await phone();
  const { page } = ana;
  await ana.openTable(url, "Ana");
  await ana.show("Cart");
  const close = page.getByRole("dialog").getByRole("button", { name: "Close", exact: true });
  await tapTwice(page, close);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  // A toggle keeps what the first tap chose.
  await ana.quickAdd(SOUP);
  await ana.show("Cart");
  const ready = page.getByRole("button", { name: "I'm ready" });
  await tapTwice(page, ready);
  await expect(ready).toHaveAttribute("aria-pressed", "true");
});

test("sitting down, leaving and removing happen once", async ({ table, phone }) => {
  const { url } = await table(7);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.page.goto(url);
  await ana.page.getByLabel("Your name").fill("Ana");
  const byAna = changesOf(ana.page);
  await tapTwice(ana.page, ana.page.getByRole("button", { name: "Open the table" }));
  await ana.seated();
  // What came in the button's place is the menu: no dish was opened or added.
  await expect(ana.page.getByRole("dialog")).toHaveCount(0);
  await expect(ana.page.getByText("The cart is empty")).toBeVisible();
  expect(byAna).toEqual(["open"]);

  await ben.page.goto(url);
  const byBen = changesOf(ben.page);
  await ben.page.getByLabel("PIN", { exact: true }).fill((await ana.seat()).pin);
  await ben.page.getByLabel("Your name").fill("Ben");
  await ben.page.getByRole("button", { name: "Join the table" }).dblclick();
  await ben.seated();
  const people = await ben.show("People");
  await tapTwice(ben.page, people.getByRole("button", { name: "Leave the table" }));
  await expect(people.getByRole("button", { name: "Leave now" })).toBeVisible();
  expect(byBen).toEqual(["join"]);
  await clickThreeTimesInOneTurn(people.getByRole("button", { name: "Leave now" }));
  await expect(ben.page.getByRole("heading", { name: "You have left the table" })).toBeVisible();
  await expect(ben.toast(/./)).toHaveCount(0);
  expect(byBen).toEqual(["join", "leave"]);
});

test("the kitchen moves an order one step by a double tap, and so does a held or hasty key", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(8);
  const [ana, board] = await Promise.all([phone(), kitchen({ hasTouch: true })]);
  const { page } = board;
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  const changes = changesOf(page);
  const next = (step: string) =>
    board.ticket(number).getByRole("button", { name: `${step}: order ${number},` });
  await next("Accept").dblclick();
  await expect(next("Start")).toBeVisible();
  expect(changes).toEqual(["lines"]);
  // The step is shown at once: what is tapped sooner is still the gesture before.
  await page.waitForTimeout(500);
  await tapTwice(page, next("Start"));
  await expect(next("Ready")).toBeVisible();
  expect(changes).toEqual(["lines", "lines"]);

  // By its number: the first press only shows the numbers.
  await page.keyboard.press("1");
  const key = await board.ticket(number).locator("kbd").innerText();
  await page.evaluate((pressed) => {
    for (let n = 0; n < 2; n++) {
      document.body.dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true }));
    }
  }, key);
  await expect(next("Served")).toBeVisible();
  expect(changes).toHaveLength(3);
  await board.undo();
  await expect(next("Ready")).toBeVisible();

  // Enter held down repeats itself.
  await next("Ready").focus();
  for (let n = 0; n < 4; n++) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(next("Served")).toBeVisible();
  expect(changes).toHaveLength(5);

  // A dish that was just sold out does not come back by the second tap.
  const panel = await board.openSoldOut();
  await panel.getByPlaceholder("Search dishes").fill("carrots");
  const toggle = panel.getByRole("switch", { name: new RegExp(CARROTS) });
  await tapTwice(page, toggle);
  await expect(toggle).toHaveAttribute("aria-checked", "false");
  expect(changes).toHaveLength(6);
  await toggle.dblclick();
  await expect(toggle).toHaveAttribute("aria-checked", "true");
  expect(changes).toHaveLength(7);
});

test("what staff do happens once, also while the answer takes its time", async ({
  table,
  phone,
  staff,
  restaurant,
}) => {
  const { url, label } = await table(9);
  const [ana, waiter] = await Promise.all([phone(), staff(undefined, { hasTouch: true })]);
  const { page } = waiter;
  const changes = changesOf(page);
  await page.getByLabel("Name").fill(restaurant.staff.waiter.login);
  await page.getByLabel("Password").fill(restaurant.staff.waiter.password);
  await page.getByRole("button", { name: "Sign in" }).dblclick();
  await expect(waiter.card(label)).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(changes).toEqual(["sign-in"]);

  let sheet = await waiter.choose(label);
  await sheet.getByRole("button", { name: "Open the table" }).dblclick();
  await expect(sheet).toContainText("Nobody has joined yet");
  expect(changes).toEqual(["sign-in", "open"]);
  const rotate = sheet.getByRole("button", { name: "New PIN" });
  const pin = await waiter.pin(label);
  await tapTwice(page, rotate);
  await expect.poll(() => waiter.pin(label)).not.toBe(pin);
  expect(changes).toEqual(["sign-in", "open", "pin"]);

  await ana.joinTable(url, await waiter.pin(label), "Ana");
  await expect(sheet).toContainText("1 guest");
  await tapTwice(page, sheet.getByRole("button", { name: "Remove Ana" }));
  await sheet.getByRole("button", { name: "Remove", exact: true }).dblclick();
  await expect(waiter.toast("Ana has been removed. The table has a new PIN.")).toBeVisible();
  expect(changes.slice(3)).toEqual(["remove"]);
  // Until then what lies below moves, and a tap may miss it.
  await expect(sheet).toContainText("has left");

  // Impatient clicks while the server has not answered yet.
  const held = Promise.withResolvers<void>();
  await page.route("**/close", async (route) => {
    await held.promise;
    await route.continue();
  });
  await tapTwice(page, sheet.getByRole("button", { name: "Close the table" }));
  sheet = page.getByRole("dialog", { name: `Close Table ${label}?` });
  const close = sheet.getByRole("button", { name: "Close the table" });
  await close.dblclick();
  await close.click({ force: true });
  await clickThreeTimesInOneTurn(close);
  held.resolve();
  await expect(waiter.card(label)).toContainText("Free");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(changes.slice(4)).toEqual(["close"]);
});
