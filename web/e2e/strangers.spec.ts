/** Somebody else answers in our server's place: a proxy, a captive portal, another product. */
import type { Page } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";
import type { Network, Stranger } from "./support/network.ts";
import { PORTALS, STRANGERS } from "./support/strangers.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CABBAGE = "Charred Hispi Cabbage";
const PORTAL = "This network wants you to sign in first.";
const SIGN_IN_ENDED = "Your sign-in has ended";

/** Lets a stranger answer until a call of the page's own has met it. */
async function meet(page: Page, network: Network, stranger: Stranger, path?: string) {
  network.answerAs(stranger);
  const hurried = async () => {
    // Nobody waits for the next attempt: the pauses between them grow.
    await page.evaluate(() => dispatchEvent(new Event("online")));
    return network.answered(path);
  };
  await expect.poll(hurried, { timeout: 20_000 }).toBeGreaterThan(0);
}

test("no stranger takes a guest's seat, nor what was tapped without signal", async ({
  table,
  phone,
  kitchen,
  network,
}) => {
  test.setTimeout(180_000);
  const { url, label } = await table(1);
  const [ana, board] = await Promise.all([phone(network.options), kitchen()]);
  await ana.openTable(url, "Ana");
  await ana.installed();
  await ana.page.context().setOffline(true);
  await ana.quickAdd(SOUP);
  await ana.quickAdd(CABBAGE);
  await expect(ana.page.getByText("Your changes are only on this phone so far")).toBeVisible();
  // Her access token runs out meanwhile.
  await ana.page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("tureen.seat."));
    const seat = JSON.parse(localStorage.getItem(key ?? "") ?? "{}");
    localStorage.setItem(key ?? "", JSON.stringify({ ...seat, accessTokenExpiresAt: 0 }));
  });
  await ana.page.reload();
  await ana.seated();

  network.answerAs(STRANGERS["a proxy's 401"] as Stranger);
  await ana.page.context().setOffline(false);
  for (const [name, stranger] of Object.entries(STRANGERS)) {
    await test.step(name, () => meet(ana.page, network, stranger, "/api/diner/token"));
    await expect(ana.addButton(SOUP)).toBeVisible();
  }
  await expect(ana.page.getByText("Your changes are only on this phone so far")).toBeVisible();

  network.pass();
  await expect(ana.page.getByText("No connection")).toBeHidden({ timeout: 30_000 });
  await ana.show("Cart");
  for (const dish of [SOUP, CABBAGE]) await expect(ana.line(dish)).toContainText("Saved");
  await ana.closeSheet();
  const number = await ana.sendAll();
  await expect(board.ticket(number)).toContainText(CABBAGE);
  await expect(board.tickets(label)).toHaveCount(1);
});

test("a guest is told that the network wants a sign-in, and goes on after it", async ({
  table,
  phone,
  network,
}) => {
  const { url } = await table(2);
  const ana = await phone(network.options);
  network.answerAs(PORTALS["a sign-in page"] as Stranger);
  await ana.page.goto(url);
  await expect(ana.page.getByText(PORTAL)).toBeVisible();
  network.answerAs(STRANGERS["a proxy's 404, kept for an hour"] as Stranger);
  await expect(ana.page.getByText("No connection. Please check your signal")).toBeVisible();
  network.pass();
  await ana.page.getByLabel("Your name").fill("Ana");
  await ana.page.getByRole("button", { name: "Open the table" }).click();
  await ana.seated();

  network.answerAs(PORTALS["the way to a sign-in page, kept for an hour"] as Stranger);
  network.cutWebSockets();
  await expect(ana.page.getByText(PORTAL)).toBeVisible();
  await ana.quickAdd(SOUP);
  network.pass();
  await expect(ana.page.getByText("No connection")).toBeHidden({ timeout: 30_000 });
  await ana.show("Cart");
  await expect(ana.line(SOUP)).toContainText("Saved");
});

test("no stranger signs the kitchen out, and it misses nothing meanwhile", async ({
  table,
  phone,
  kitchen,
  manager,
  network,
}) => {
  test.setTimeout(180_000);
  const { url, label } = await table(3);
  const [ana, board] = await Promise.all([phone(), kitchen(network.options)]);
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  const first = await ana.sendAll();
  await expect(board.ticket(first)).toBeVisible();

  network.answerAs(STRANGERS["a proxy's 401"] as Stranger);
  network.cutWebSockets();
  await expect(board.lost()).toBeVisible();
  for (const [name, stranger] of Object.entries(STRANGERS)) {
    await test.step(name, () => meet(board.page, network, stranger));
    await expect(board.ticket(first)).toBeVisible();
    await expect(board.lost()).toBeVisible();
  }
  await meet(board.page, network, PORTALS["a sign-in page"] as Stranger);
  await expect(board.lost()).toContainText(PORTAL);
  await board.step(first, "Accept");
  await expect(board.lost()).toContainText("1 change");
  await ana.backToMenu();
  await ana.quickAdd(CABBAGE);
  const second = await ana.sendAll();

  network.pass();
  await expect(board.lost()).toBeHidden({ timeout: 30_000 });
  await expect(board.tickets(label)).toHaveCount(2);
  // What was tapped meanwhile was for our own server, and it has it.
  const { tickets } = await manager.call("readTickets");
  expect(tickets.find(({ number }) => number === first)?.status).toBe("accepted");
  await board.step(second, "Accept");
  await expect(board.ticket(second)).toContainText("Accepted");

  // Our own word ends it.
  const { signIns } = await manager.call("listSignIns");
  for (const { id } of signIns.filter(({ role }) => role === "kitchen"))
    await manager.call("revokeSignIn", { params: { signInId: id }, body: {} });
  await expect(board.page.getByText(SIGN_IN_ENDED)).toBeVisible();
});

test("no stranger signs waiters out; the page finds its way in and back by itself", async ({
  staff,
  network,
}) => {
  test.setTimeout(180_000);
  const waiter = await staff("waiter", network.options);
  await expect(waiter.cards()).toHaveCount(12);
  network.answerAs(STRANGERS["a proxy's 403"] as Stranger);
  network.cutWebSockets();
  const lost = waiter.page.getByText("What you see may be old; trying again");
  await expect(lost).toBeVisible();
  for (const [name, stranger] of Object.entries(STRANGERS)) {
    await test.step(name, () => meet(waiter.page, network, stranger));
    await expect(waiter.cards()).toHaveCount(12);
    await expect(lost).toBeVisible();
  }
  await meet(waiter.page, network, PORTALS["a sign-in page"] as Stranger);
  await expect(waiter.page.getByText(PORTAL)).toBeVisible();

  await waiter.page.reload();
  await expect(waiter.page.getByText("The restaurant cannot be reached")).toBeVisible();
  for (const [name, stranger] of Object.entries(STRANGERS)) {
    await test.step(`${name}, at the door`, () =>
      meet(waiter.page, network, stranger, "/api/staff/me"));
    await expect(waiter.page.getByText("The restaurant cannot be reached")).toBeVisible();
  }
  network.pass();
  await expect(waiter.cards()).toHaveCount(12, { timeout: 30_000 });
  await expect(lost).toBeHidden();
});

test("no stranger is taken for an evening, nor for the end of it", async ({
  table,
  phone,
  staff,
  manager,
  network,
  webUrl,
}) => {
  test.setTimeout(180_000);
  const { url, label } = await table(4);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await ana.quickAdd(SOUP);
  await ana.sendAll();
  const { tables } = await manager.call("readFloor");
  const sessionId = tables.find((each) => each.label === label)?.session?.id ?? "";
  const { page } = await staff("manager", network.options);

  for (const [path, call, there] of [
    ["/replay", "/api/staff/replays", page.getByRole("table")],
    [
      `/replay/${sessionId}`,
      `/api/staff/replay/${sessionId}`,
      page.getByRole("slider", { name: "Evening" }),
    ],
  ] as const) {
    let heldUp = true;
    // The door is passed; only what is behind it is answered by strangers.
    await page.route(`**${call}*`, async (route) => {
      while (heldUp) await new Promise((resolve) => setTimeout(resolve, 20));
      await route.continue();
    });
    const asked = page.waitForRequest((request) => request.url().includes(call));
    await page.goto(webUrl + path);
    await asked;
    network.answerAs(STRANGERS["a proxy's 401"] as Stranger);
    heldUp = false;
    for (const [name, stranger] of Object.entries(STRANGERS)) {
      await test.step(`${name} at ${path}`, () => meet(page, network, stranger, call));
      await expect(page.getByRole("button", { name: "Try again" })).toBeVisible();
    }
    await meet(page, network, PORTALS["a sign-in page"] as Stranger, call);
    await expect(page.getByText(PORTAL)).toBeVisible();
    network.pass();
    await expect(there).toBeVisible({ timeout: 30_000 });
  }
});
