import type { DinerPage } from "./pages/diner.ts";
import { expect, test } from "./support/fixtures.ts";

const CABBAGE = "Charred Hispi Cabbage";
const SOURDOUGH = "Warm Sourdough & Brown Butter";
const BURGER = "Tureen Burger";
/** What Ana chooses in her burger, and how every screen must say it: behind the groups' names. */
const CHOICES = ["Doneness: Well done", "Side: Truffle mash", "Extras: Smoked bacon"];
const SOUP = "Pea & Mint Soup, served chilled";

test("three phones order together and the kitchen cooks it", async ({ table, phone, kitchen }) => {
  test.slow();
  const { url, label } = await table(1);
  const board = await kitchen();

  // Ana opens the table and shows the others her PIN and link.
  const ana = await phone({ permissions: ["clipboard-read", "clipboard-write"] });
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  expect(pin).toMatch(/^\d{6}$/);
  await expect(ana.page.getByRole("img", { name: "QR code to join this table" })).toBeVisible();
  await ana.page.getByRole("button", { name: "Share a link" }).click();
  await expect(ana.toast("The link was copied")).toBeVisible();
  const link = await ana.page.evaluate(() => navigator.clipboard.readText());
  const { joinKey } = await ana.seat();
  expect(link).toBe(`${url}#key=${joinKey}`);

  // Ben scans her code, which stands in for the PIN; Carla types it.
  const ben = await phone();
  await ben.page.goto(link);
  await expect(ben.page.getByText("You need no PIN.")).toBeVisible();
  await expect(ben.page).toHaveURL(url);
  await ben.page.getByLabel("Your name").fill("Ben");
  await ben.page.getByRole("button", { name: "Join the table" }).click();
  await ben.seated();
  const carla = await phone();
  await Promise.all([
    expect(ana.toast("Carla has joined")).toBeVisible({ timeout: 30_000 }),
    carla.joinTable(url, pin, "Carla"),
  ]);
  const all = [ana, ben, carla];
  for (const name of ["Ana", "Ben", "Carla"]) await expect(ana.person(name)).toBeVisible();
  await ana.closeSheet();

  // All of them add: options and a note, one tap, two for the table.
  await Promise.all([
    ana.add(BURGER, {
      options: ["Well done", "Truffle mash", "Smoked bacon"],
      note: "no onions please",
    }),
    ben.quickAdd(CABBAGE),
    carla.add(SOURDOUGH, { for: "table", quantity: 2 }),
  ]);
  for (const one of all) {
    await expect(one.cartButton()).toContainText("4");
    await expect(one.cartButton()).toContainText("€39.50");
    await one.show("Cart");
    await expect(one.line(BURGER)).toContainText(CHOICES.join(" · "));
    await expect(one.line(BURGER)).toContainText("no onions please");
    await expect(one.line(BURGER)).toContainText("€21.40");
    await expect(one.line(BURGER)).toContainText(one === ana ? "You" : "Ana");
    await expect(one.line(CABBAGE)).toContainText(one === ben ? "You" : "Ben");
    await expect(one.line(SOURDOUGH)).toContainText(one === carla ? "You" : "Carla");
    await expect(one.line(SOURDOUGH)).toContainText("For the table");
    await expect(one.quantity(SOURDOUGH)).toHaveText("2");
    await expect(one.line(BURGER)).toContainText("Saved");
  }

  // Two people tap the same plus at the same moment: both count.
  await Promise.all([ana.more(CABBAGE), ben.more(CABBAGE)]);
  for (const one of all) {
    await expect(one.quantity(CABBAGE)).toHaveText("3");
    await expect(one.line(CABBAGE)).toContainText("×2");
    await expect(one.line(CABBAGE)).toContainText("×1");
  }

  // What the others are doing can be seen.
  await carla.closeSheet();
  await carla.page
    .getByRole("navigation", { name: "Categories" })
    .getByRole("link", { name: "Desserts" })
    .click();
  await ana.show("People");
  await expect(ana.person("Carla")).toContainText("Carla is looking at Desserts");

  // Ready marks.
  await ben.ready();
  await carla.show("Cart");
  await carla.ready();
  await expect(ana.person("Ben")).toContainText("Ready");
  await expect(ana.person("Carla")).toContainText("Ready");

  // Ana looks everything over and sends it; only the kitchen's receipt says "sent".
  await ana.show("Cart");
  const review = await ana.review();
  await expect(review).toContainText(BURGER);
  await expect(review).toContainText(CHOICES.join(" · "));
  await expect(review).toContainText(CABBAGE);
  await expect(review).toContainText(SOURDOUGH);
  await expect(review).not.toContainText("still choosing");
  await expect(ana.sendButton()).toHaveAccessibleName("Send to the kitchen · €56.50");
  const [number] = await Promise.all([
    ana.send().then(() => ana.sentNumber()),
    ...[ben, carla].map((one) => expect(one.toast("Ana has sent order #")).toBeVisible()),
  ]);
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  for (const one of all) {
    await one.show("Orders");
    await expect(one.order(number)).toContainText(one === ana ? "Sent by you" : "Sent by Ana");
    await expect(one.order(number)).toContainText("In the kitchen");
    await expect(one.order(number)).toContainText(CHOICES.join(" · "));
    await expect(one.order(number)).toContainText("€56.50");
  }

  // The kitchen has everything it needs to cook it.
  const ticket = board.ticket(number);
  await expect(ticket).toHaveAccessibleName(`Order ${number}, Table ${label}`);
  await expect(ticket.getByText(`#${number}`)).toBeVisible();
  await expect(board.line(number, BURGER)).toContainText("1×");
  for (const text of [...CHOICES, "no onions please", "for Ana"])
    await expect(board.line(number, BURGER)).toContainText(text);
  for (const allergen of ["gluten", "eggs", "milk", "mustard", "sulphites"])
    await expect(board.line(number, BURGER)).toContainText(allergen);
  await expect(board.line(number, CABBAGE)).toContainText("3×");
  await expect(board.line(number, CABBAGE)).toContainText("sesame");
  await expect(board.line(number, SOURDOUGH)).toContainText("2×");

  // Every step of the kitchen shows on every phone, and a slip can be undone.
  const shows = async (status: string) => {
    for (const one of all) await expect(one.order(number)).toContainText(status);
  };
  await board.step(number, "Accept");
  await shows("Accepted");
  await board.undo();
  await shows("In the kitchen");
  await board.step(number, "Accept");
  await shows("Accepted");
  await board.step(number, "Start");
  await shows("Being prepared");
  await board.step(number, "Ready");
  await shows("Ready");
  await board.step(number, "Served");
  await shows("Served");
  await expect(ticket).toBeHidden();
});

test("a cancelled order says why on every phone", async ({ table, phone, kitchen }) => {
  const { url } = await table(2);
  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  await ana.page.getByRole("button", { name: "See the orders" }).click();
  await ben.show("Orders");
  await Promise.all([
    board.cancel(number, { preset: "Sold out" }),
    expect(ana.toast(`Order #${number} was cancelled`)).toBeVisible(),
    expect(ben.toast(`Order #${number} was cancelled`)).toBeVisible(),
  ]);
  await expect(board.ticket(number)).toBeHidden();
  for (const one of [ana, ben])
    await expect(one.order(number)).toContainText("Cancelled: Sold out");

  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  const second = await ana.sendAll();
  await board.cancel(second, { own: "The pot fell over" });
  await expect(ben.order(second)).toContainText("Cancelled: The pot fell over");
});

test("what is added while a confirm is on its way stays in the cart", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(3);
  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  const network = await ana.gate();
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");
  await ben.show("Cart");
  await ana.show("Cart");
  await ana.review();

  // From here on Ana's phone hears nothing and cannot be heard; then she sends.
  network.close();
  await ana.send();
  await expect(ana.progress()).toContainText("On this phone");
  await ben.more(SOUP);
  await expect(ben.quantity(SOUP)).toHaveText("2");
  await ben.closeSheet();
  await ben.quickAdd(CABBAGE);
  await ben.show("Cart");
  await expect(ben.line(CABBAGE)).toContainText("Saved");
  await network.open();

  const number = await ana.sentNumber();
  await expect(board.line(number, SOUP)).toContainText("1×");
  await expect(board.ticket(number)).not.toContainText(CABBAGE);
  for (const one of [ana, ben]) {
    if (one === ana) {
      await ana.backToMenu();
      await ana.show("Cart");
    }
    await expect(one.quantity(SOUP)).toHaveText("1");
    await expect(one.quantity(CABBAGE)).toHaveText("1");
  }
});

test("only mine, or only some lines, can be sent", async ({ table, phone, kitchen }) => {
  const { url } = await table(4);
  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await ben.quickAdd(CABBAGE);
  await ben.quickAdd("Honeyed Carrots");
  await inCart(ana, 3);
  await ana.show("Cart");

  await ana.review();
  await ana.page.getByText("Only mine", { exact: true }).click();
  await expect(ana.sendButton()).toHaveAccessibleName(/€7\.50$/);
  await ana.send();
  const mine = await ana.sentNumber();
  await expect(board.ticket(mine).getByRole("listitem").filter({ hasText: "×" })).toHaveCount(1);
  await expect(board.line(mine, SOUP)).toBeVisible();
  await ana.backToMenu();
  await ana.show("Cart");
  await expect(ana.line(CABBAGE)).toBeVisible();
  await expect(ana.line(SOUP)).toBeHidden();

  await inCart(ben, 2);
  await ben.show("Cart");
  const review = await ben.review();
  await ben.page.getByText("Choose", { exact: true }).click();
  await review.getByRole("checkbox", { name: /Honeyed Carrots/ }).uncheck();
  await expect(ben.sendButton()).toHaveAccessibleName(/€8\.50$/);
  await ben.send();
  const chosen = await ben.sentNumber();
  await expect(board.line(chosen, CABBAGE)).toBeVisible();
  await expect(board.ticket(chosen)).not.toContainText("Honeyed Carrots");
  await expect(ana.line("Honeyed Carrots")).toBeVisible();
  await expect(ana.line(CABBAGE)).toBeHidden();
});

async function inCart(phone: DinerPage, count: number): Promise<void> {
  await expect(phone.cartButton()).toContainText(String(count));
}
