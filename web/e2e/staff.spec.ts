import { expect, test } from "./support/fixtures.ts";

const SOUP = "Pea & Mint Soup, served chilled";
const CARROTS = "Honeyed Carrots";

test("staff sign in; a wrong password is said so", async ({ staff, restaurant }) => {
  const waiter = await staff();
  await waiter.signIn(restaurant.staff.waiter.login, "not-the-password");
  await expect(waiter.page.getByText("That name and password do not match.")).toBeVisible();
  await waiter.signIn(restaurant.staff.waiter.login, restaurant.staff.waiter.password);
  await expect(waiter.page.getByRole("heading", { level: 1, name: restaurant.name })).toBeVisible();
  await expect(waiter.card("1")).toBeVisible();
  await waiter.page.getByRole("link", { name: "More" }).click();
  await waiter.page.getByRole("button", { name: "Sign out" }).click();
  await expect(waiter.page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("the floor shows every table, its PIN, who is there, what they need and when it ends", async ({
  table,
  phone,
  staff,
  kitchen,
}) => {
  const { url, label } = await table(1);
  await table(2);
  const waiter = await staff("waiter");
  await expect(waiter.card(label)).toContainText("Free");
  await expect(waiter.cards()).toHaveCount(12);

  const [ana, ben, board] = await Promise.all([phone(), phone(), kitchen()]);
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  await ben.joinTable(url, pin, "Ben");
  await expect(waiter.card(label)).toContainText("Ana, Ben");
  await expect(waiter.card(label)).toContainText(/closes in \d+ h \d+ min/);
  await expect
    .poll(async () => (await waiter.card(label).innerText()).replace(/\s/g, ""))
    .toContain(pin);
  await expect(waiter.card("2")).toContainText("Free");

  // A call comes to the top, and goes when it is answered.
  await ana.page.getByRole("button", { name: "Call a waiter" }).click();
  await expect(ana.page.getByText("A waiter has been called")).toBeVisible();
  await expect(waiter.needs()).toContainText("Ana calls for a waiter");
  await waiter.needs().getByRole("button", { name: "I'm on it" }).click();
  await expect(waiter.page.getByText("Nobody is waiting for you.")).toBeVisible();
  await expect(ana.page.getByRole("button", { name: "Call a waiter" })).toBeVisible();

  // So does an order that is ready.
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  for (const step of ["Accept", "Start", "Ready"] as const) await board.step(number, step);
  await expect(waiter.needs()).toContainText(`Order ${number} is ready`);
  await waiter.needs().getByRole("button", { name: "Served" }).click();
  await expect(waiter.page.getByText("Nobody is waiting for you.")).toBeVisible();
  await expect(board.ticket(number)).toBeHidden();
});

test("staff open and close a table; its phones are told and can order no more", async ({
  table,
  phone,
  staff,
  kitchen,
}) => {
  const { url, label } = await table(3);
  const [waiter, ana, ben, board] = await Promise.all([
    staff("waiter"),
    phone(),
    phone(),
    kitchen(),
  ]);
  let sheet = await waiter.choose(label);
  await sheet.getByRole("button", { name: "Open the table" }).click();
  const pin = await waiter.pin(label);
  await expect(sheet).toContainText("Nobody has joined yet");
  await ana.joinTable(url, pin, "Ana");
  await ben.joinTable(url, pin, "Ben");
  await expect(sheet).toContainText("2 guests");
  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€7.50");

  // Ben is without signal when the table is closed, and goes on ordering.
  await ben.installed();
  await ben.page.context().setOffline(true);
  await ben.quickAdd(CARROTS);
  await sheet.getByRole("button", { name: "Close the table" }).click();
  sheet = waiter.page.getByRole("dialog", { name: `Close Table ${label}?` });
  await expect(sheet).toContainText("1 dish in the cart has not been sent to the kitchen (€7.50).");
  await expect(sheet.getByRole("listitem").filter({ hasText: "Ana" }).last()).toContainText(
    "1× · €7.50",
  );
  await sheet.getByRole("button", { name: "Close it anyway" }).click();
  await expect(waiter.card(label)).toContainText("Free");
  await expect(ana.page.getByRole("heading", { name: "This table has been closed" })).toBeVisible();

  await ben.show("Cart");
  await ben.review();
  await ben.send();
  await ben.page.context().setOffline(false);
  await expect(ben.page.getByRole("heading", { name: "This table has been closed" })).toBeVisible();
  await expect(board.tickets(label)).toHaveCount(0);

  // Both read what was not ordered: Ben also what had not left his phone.
  for (const one of [ana, ben]) {
    await expect(one.notOrdered()).toContainText("It was not cooked and is not charged.");
    await expect(one.notOrdered().getByRole("listitem").filter({ hasText: SOUP })).toContainText(
      "1×",
    );
  }
  await expect(ana.notOrdered().getByRole("listitem")).toHaveCount(1);
  const carrots = ben.notOrdered().getByRole("listitem").filter({ hasText: CARROTS });
  await expect(carrots).toContainText("It had not left this phone");

  // It stays so over a reload, and the way back in is the code on the table.
  for (const one of [ana, ben]) {
    await one.page.reload();
    await expect(
      one.page.getByRole("heading", { name: "This table has been closed" }),
    ).toBeVisible();
  }
  await expect(ana.notOrdered().getByRole("listitem")).toHaveCount(1);
  await expect(carrots).toContainText("It had not left this phone");
  await ana.page.getByRole("button", { name: "To the table again" }).click();
  await expect(ana.page.getByRole("button", { name: "Open the table" })).toBeVisible();
});

test("before a table is closed the waiter reads what is left, also when the cart cannot be read", async ({
  table,
  phone,
  staff,
  kitchen,
}) => {
  const { url, label } = await table(6);
  const [ana, ben, waiter, board] = await Promise.all([
    phone(),
    phone(),
    staff("waiter"),
    kitchen(),
  ]);
  await ana.openTable(url, "Ana");
  await ben.joinTable(url, await ana.pin(), "Ben");
  await ana.closeSheet();
  const question = waiter.page.getByRole("dialog", { name: `Close Table ${label}?` });
  const ask = async () => {
    const sheet = await waiter.choose(label);
    await sheet.getByRole("button", { name: "Close the table" }).click();
    await expect(question.getByRole("button", { name: /^Close / }).last()).toBeEnabled();
  };
  const keep = async () => {
    await question.getByRole("button", { name: "Keep" }).click();
    await waiter.closeSheet();
  };

  // Nothing is left: nothing is said.
  await ask();
  await expect(question.getByRole("button", { name: "Close the table" })).toBeVisible();
  await expect(question.getByRole("listitem")).toHaveCount(0);
  await keep();

  await ana.quickAdd(SOUP);
  const number = await ana.sendAll();
  await expect(board.ticket(number)).toBeVisible();
  await ben.quickAdd(CARROTS);
  await ben.quickAdd(CARROTS);
  await expect(ana.page.getByText("Sent. The kitchen has it")).toBeVisible();
  await ana.backToMenu();
  await ana.quickAdd(SOUP);
  await expect(ben.cartButton()).toContainText("€17.30");
  await ask();
  await expect(question).toContainText("1 order has not been served.");
  await expect(question).toContainText(
    "3 dishes in the cart have not been sent to the kitchen (€17.30).",
  );
  await expect(question.getByRole("listitem").filter({ hasText: "Ben" }).last()).toContainText(
    "2× · €9.80",
  );
  await keep();

  await waiter.page.route("**/cart", (route) => route.abort());
  await ask();
  await expect(question).toContainText("The cart could not be read.");
  await question.getByRole("button", { name: "Close it anyway" }).click();
  await expect(waiter.card(label)).toContainText("Free");
  // What was ordered is no part of what was not.
  await expect(ana.notOrdered().getByRole("listitem")).toHaveCount(2);
  await expect(ana.order(number)).toBeVisible();
  await expect(ana.notOrdered().getByRole("listitem").filter({ hasText: SOUP })).toContainText(
    "1×",
  );
});

test("a phone that did not hear the end says so, and what it had", async ({ table, phone }) => {
  const { url } = await table(7);
  const ana = await phone();
  await ana.openTable(url, "Ana");
  await ana.pin();
  await ana.closeSheet();
  await ana.quickAdd(SOUP);
  await ana.show("Cart");
  await expect(ana.line(SOUP)).toContainText("Saved");
  await ana.installed();
  await ana.page.context().setOffline(true);
  await ana.closeSheet();
  await ana.quickAdd(CARROTS);
  await expect(ana.page.getByText("Your changes are only on this phone so far")).toBeVisible();

  // As when the server refuses it a token because the time is over: there is no document with that.
  await ana.page.evaluate(() => {
    const key = Object.keys(localStorage).find((name) => name.startsWith("tureen.seat.")) ?? "";
    const seat = JSON.parse(localStorage.getItem(key) ?? "{}");
    const ended = { reason: "expired", at: Date.now() };
    localStorage.setItem(key, JSON.stringify({ ...seat, ended }));
  });
  await ana.page.reload();
  await expect(ana.page.getByRole("heading", { name: "This table's time is over" })).toBeVisible();
  await expect(ana.notOrdered()).toContainText("when this phone last had a connection");
  const row = (dish: string) => ana.notOrdered().getByRole("listitem").filter({ hasText: dish });
  await expect(row(SOUP)).toContainText("1×");
  await expect(row(SOUP)).not.toContainText("It had not left this phone");
  await expect(row(CARROTS)).toContainText("It had not left this phone");
});

test("a photographed code is worth nothing once the table is closed", async ({
  table,
  phone,
  manager,
}) => {
  const { url, code } = await table(4);
  await manager.call("changeSettings", { body: { opening: "staff" } });
  try {
    const { tables } = await manager.call("readFloor");
    const tableId = tables.find((each) => each.code === code)?.id ?? "";
    const opened = await manager.call("staffOpenTable", { params: { tableId }, body: {} });
    const mallory = await phone();
    const photo = `${url}#pin=${opened.pin}`;
    await manager.call("closeSession", { params: { sessionId: opened.sessionId }, body: {} });

    await mallory.page.goto(photo);
    await expect(
      mallory.page.getByText("The staff opens the tables here. They will give you a PIN."),
    ).toBeVisible();
    const name = "Mallory";
    expect(await manager.refusal("openTable", { params: { code }, body: { name } })).toEqual({
      status: 403,
      code: "table-staff-opens",
    });
    const join = { params: { code }, body: { name, pin: opened.pin } };
    expect(await manager.refusal("joinTable", join)).toEqual({ status: 409, code: "table-free" });

    // Nor does the old PIN fit when the next guests sit there.
    const next = await manager.call("staffOpenTable", { params: { tableId }, body: {} });
    if (next.pin !== opened.pin) {
      expect(await manager.refusal("joinTable", join)).toEqual({ status: 403, code: "pin-wrong" });
    }
  } finally {
    await manager.call("changeSettings", { body: { opening: "diner" } });
  }
});

test("a table's QR code can be shown and printed", async ({ table, staff, restaurant }) => {
  const { url, label } = await table(5);
  const waiter = await staff("waiter");
  // The browser's own print dialog would end the print view at once.
  await waiter.page.addInitScript(() => {
    window.print = () => undefined;
  });
  await waiter.page.reload();
  const sheet = await waiter.choose(label);
  await expect(sheet.getByRole("img", { name: `QR code of Table ${label}` })).toBeVisible();
  await expect(sheet).toContainText(url);
  await sheet.getByRole("button", { name: "Print" }).click();
  await waiter.page.emulateMedia({ media: "print" });
  const how = waiter.page.getByText("Scan with your phone's camera and order together.");
  await expect(how).toBeVisible();
  await expect(how).toHaveCount(1);
  await expect(waiter.page.getByText("Free", { exact: true }).first()).toBeHidden();
  await waiter.page.emulateMedia({ media: "screen" });
  await expect(how).toBeHidden();

  await waiter.closeSheet();
  await waiter.page.getByRole("link", { name: "More" }).click();
  await waiter.page.getByRole("button", { name: "Print all QR codes" }).click();
  await waiter.page.emulateMedia({ media: "print" });
  await expect(how).toHaveCount(12);
  await expect(waiter.page.getByText(restaurant.name).last()).toBeVisible();
});
