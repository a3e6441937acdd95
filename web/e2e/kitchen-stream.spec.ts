import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CABBAGE = "Charred Hispi Cabbage";

test("a screen that was cut off says so, and has missed nothing when it returns", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url, label } = await table(1);
  const [ana, away, board] = await Promise.all([phone(), kitchen(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const first = await ana.sendAll();
  await expect(away.ticket(first)).toBeVisible();

  await away.page.context().setOffline(true);
  await expect(away.lost()).toBeVisible();
  await expect(away.page.getByText("New orders may be missing. Trying again…")).toBeVisible();
  const missed: number[] = [];
  for (const dish of [SOUP, CABBAGE]) {
    await ana.backToMenu();
    await ana.quickAdd(dish);
    missed.push(await ana.sendAll());
  }
  await board.step(first, "Accept");
  await board.step(missed[0]!, "Accept");
  await board.step(missed[0]!, "Start");
  await expect(board.ticket(missed[0]!)).toContainText("Cooking");
  await expect(away.tickets(label)).toHaveCount(1);

  await away.page.context().setOffline(false);
  await expect(away.lost()).toBeHidden();
  await expect(away.tickets(label)).toHaveCount(3);
  await expect(away.ticket(first)).toContainText("Accepted");
  await expect(away.ticket(missed[0]!)).toContainText("Cooking");
  await expect(away.ticket(missed[1]!)).toContainText(CABBAGE);

  // And it is live again.
  await board.step(missed[1]!, "Accept");
  await expect(away.ticket(missed[1]!)).toContainText("Accepted");
});

test("two cooks at one ticket: the second is told who was faster", async ({
  table,
  phone,
  kitchen,
  network,
}) => {
  const { url } = await table(2);
  const [ana, slow, fast] = await Promise.all([phone(), kitchen(network.options), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  await expect(slow.ticket(number)).toBeVisible();
  // The slow screen's news are held up: it still shows the order as new.
  network.cutWebSockets();
  await fast.step(number, "Accept");
  await fast.step(number, "Start");
  await expect(fast.ticket(number)).toContainText("Cooking");
  await slow.step(number, "Accept");
  await expect(slow.notice(`order ${number} is “Cooking” now`)).toBeVisible();
  await expect(slow.ticket(number)).toContainText("Cooking");
});

test("sound can be switched, and stays as it was", async ({ kitchen, webUrl }) => {
  const board = await kitchen();
  // Browsers keep a page silent until somebody touches it.
  await board.soundButton().click();
  const first = await board.soundButton().innerText();
  expect(first).toMatch(/^(Sound on|Tap for sound|Sound off)$/);
  if (first !== "Sound off") await board.soundButton().click();
  if (first === "Tap for sound") await board.soundButton().click();
  await expect(board.soundButton()).toHaveText("Sound off");
  await board.open(webUrl);
  await expect(board.soundButton()).toHaveText("Sound off");
});

test("served and cancelled orders are in the drawer, and a served one can be brought back", async ({
  table,
  phone,
  kitchen,
}) => {
  const { url } = await table(3);
  const [ana, board] = await Promise.all([phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const served = await ana.sendAll();
  await ana.backToMenu();
  await ana.quickAdd(CABBAGE);
  const cancelled = await ana.sendAll();
  for (const step of ["Accept", "Start", "Ready", "Served"] as const)
    await board.step(served, step);
  await board.cancel(cancelled, { preset: "The kitchen is closing" });

  const drawer = await board.openDone();
  const row = (number: number) => drawer.getByRole("listitem").filter({ hasText: `#${number}` });
  await expect(row(cancelled)).toContainText("Cancelled");
  await expect(row(cancelled)).toContainText("The kitchen is closing");
  await expect(row(cancelled).getByRole("button", { name: "Bring back" })).toBeHidden();
  await expect(row(served)).toContainText(SOUP);
  await row(served).getByRole("button", { name: "Bring back" }).click();
  await expect(row(served)).toBeHidden();
  await board.closeSheet();
  await expect(board.ticket(served)).toContainText("Ready");
  await ana.backToMenu();
  await ana.show("Orders");
  await expect(ana.order(served)).toContainText("Ready");
});
