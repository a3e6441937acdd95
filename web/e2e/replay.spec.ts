import { ReplayPage } from "./pages/replay.ts";
import { barriers } from "./support/barriers.ts";
import { expect, test } from "./support/fixtures.ts";
import { smallTargets } from "./support/touch-targets.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CABBAGE = "Charred Hispi Cabbage";
const CARROTS = "Honeyed Carrots";

test("a manager sees an evening again: what each phone showed, and what the kitchen had", async ({
  table,
  phone,
  kitchen,
  staff,
  manager,
  webUrl,
}) => {
  test.setTimeout(180_000);
  const { url, label, code } = await table(1);
  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  const network = await ana.gate("from-server");
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  const { tables } = await manager.call("readFloor");
  const sessionId = tables.find((each) => each.code === code)?.session?.id ?? "";

  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");
  await ben.quickAdd(CARROTS);
  await expect(ana.cartButton()).toContainText("€12.40");
  const first = await ben.sendAll();
  for (const step of ["Accept", "Start", "Ready", "Served"] as const) {
    await board.step(first, step);
    if (step === "Ready") await expect(board.ticket(first)).toContainText("Ready");
  }
  await ben.backToMenu();

  // Ben loses the signal, and takes a dish meanwhile; it arrives much later.
  await ben.installed();
  await ben.page.context().setOffline(true);
  await expect(ben.page.getByText("No connection. You can go on")).toBeVisible();
  await ben.quickAdd(SOUP);
  const offlineMs = 8_000;
  await ben.page.waitForTimeout(offlineMs);
  await ana.quickAdd(CABBAGE);
  await ben.page.context().setOffline(false);
  await expect(ana.cartButton()).toContainText("€16.00");

  // The cabbage sells out between look and confirm.
  await ana.show("Cart");
  await ana.review();
  network.close();
  const panel = await board.openSoldOut();
  await panel.getByPlaceholder("Search dishes").fill("cabbage");
  await panel.getByRole("switch", { name: `${CABBAGE}: available` }).click();
  await board.closeSheet();
  await ana.send();
  await network.open();
  await expect(ana.rejection()).toContainText("Sold out.");

  const { page } = await staff("manager");
  await page.getByRole("link", { name: "More" }).click();
  await page.getByRole("link", { name: "Replay an evening" }).click();
  const row = page
    .getByRole("row")
    .filter({ hasText: `Table ${label}` })
    .filter({ hasText: "Going on" });
  await expect(row.getByRole("cell")).toHaveText([
    /.+/,
    `Table ${label}`,
    "2",
    /\d+/,
    "2",
    "1",
    "1",
    "Going on",
  ]);
  await row.getByRole("link").click();
  const replay = new ReplayPage(page);
  await expect(replay.slider()).toBeVisible();
  expect(page.url()).toBe(`${webUrl}/replay/${sessionId}`);
  await expect(page.getByText("Still going on")).toBeVisible();

  // At the beginning nobody is there; then they sit down one after the other.
  await expect(replay.phone("Ana")).toContainText("Not at the table yet");
  await replay.toMoment("Ana sat down");
  await expect(replay.phone("Ana")).toContainText("The cart is empty");
  await expect(replay.phone("Ben")).toContainText("Not at the table yet");
  await expect(replay.slider()).toHaveAttribute("aria-valuetext", /Ana sat down/);

  // The confirm: the cart as it was, on both phones; then the order, in the kitchen too.
  await replay.toMoment("Ben sends 2 lines, €12.40");
  for (const name of ["Ana", "Ben"]) {
    await expect(replay.phone(name)).toContainText(SOUP);
    await expect(replay.phone(name)).toContainText("Sending €12.40");
  }
  await expect(replay.kitchen()).toContainText("No tickets");
  await replay.button("To the next mark").click();
  await expect(replay.phone("Ana")).toContainText(`Sent: order #${first}`);
  await expect(replay.kitchen()).toContainText(`#${first}`);
  await expect(replay.kitchen()).toContainText("In the kitchen");
  await replay.toMoment(`Order #${first}: Served`);
  await expect(replay.phone("Ben")).toContainText("Served");

  // The story of a line, from the first tap to served; each row leads to its moment.
  await replay.phone("Ana").getByRole("button", { name: SOUP }).click();
  const story = page.getByRole("dialog", { name: `The story of ${SOUP}` });
  await expect(story.getByRole("listitem")).toContainText([
    `Ana took 1 × ${SOUP}`,
    "Ben sends 2 lines",
    `Order #${first} by Ben`,
    "Accepted",
    "Being prepared",
    "Ready",
    "Served",
  ]);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await barriers(page), `the story, ${colorScheme}`).toEqual([]);
  }
  await story.getByRole("button", { name: "Ben sends 2 lines" }).click();
  await expect(story).toBeHidden();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await barriers(page), `the recorded, ${colorScheme}`).toEqual([]);
  }
  await expect(replay.phone("Ana")).toContainText("Sending €12.40");

  // The offline stretch: Ben's phone shows what it could know, Ana's what there was.
  await replay.toMoment("Ben has no signal");
  await expect(replay.phone("Ben")).toContainText("No signal since");
  await expect(replay.phone("Ben")).toContainText("Only on this phone");
  await expect(replay.phone("Ana")).toContainText("Online");
  await expect(replay.phone("Ana")).not.toContainText("Only on this phone");
  await replay.button("One edit forward").click();
  await expect(replay.phone("Ana")).toContainText(CABBAGE);
  await expect(replay.phone("Ben")).not.toContainText(CABBAGE);
  await replay.toMoment("Ben has a signal again");
  await expect(replay.phone("Ben")).toContainText(CABBAGE);
  await expect(replay.phone("Ben")).toContainText("Online");

  // The rejection, with its reason.
  await replay.toMoment("Not sent, asked by Ana: Sold out.");
  await expect(replay.phone("Ana")).toContainText("Not sent Sold out.");

  // The keyboard: edit by edit, from end to end, playing.
  await replay.slider().focus();
  await page.keyboard.press("Home");
  expect(await replay.index()).toBe(0);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect(await replay.index()).toBe(2);
  await page.keyboard.press("ArrowLeft");
  expect(await replay.index()).toBe(1);
  await page.keyboard.press("End");
  expect(await replay.index()).toBe(await replay.length());
  await page.keyboard.press("Home");
  await page.getByText("300×").click();
  await replay.slider().focus();
  await page.keyboard.press("Space");
  await expect.poll(() => replay.index()).toBe(await replay.length());
  await expect(replay.button("Play")).toBeVisible();
  expect(await smallTargets(page)).toEqual([]);

  // A name that is erased is gone from the replay, which still works.
  await manager.call("eraseDiner", { params: { sessionId }, body: { diner: "d2" } });
  await replay.open(webUrl, sessionId);
  await expect(replay.phone("Seat 2")).toBeVisible();
  await expect(page.getByText("Ben")).toHaveCount(0);
});

test("staff who are no managers are told so; unknown evenings too", async ({ staff, webUrl }) => {
  const address = `${webUrl}/replay/01890000-0000-7000-8000-000000000000`;
  for (const role of ["waiter", "kitchen"] as const) {
    const { page } = await staff(role);
    await page.goto(address);
    await expect(page.getByText("Replays are for managers")).toBeVisible();
    await expect(page.getByRole("slider")).toHaveCount(0);
  }
  const { page } = await staff("manager");
  for (const wrong of [address, `${webUrl}/replay/nothing`]) {
    await page.goto(wrong);
    await expect(page.getByText("There is no such evening in this restaurant.")).toBeVisible();
  }
  const nobody = await staff();
  await nobody.page.goto(address);
  await expect(nobody.page.getByRole("button", { name: "Sign in" })).toBeVisible();
});
