import { expect, test } from "./support/fixtures.ts";

/** Some other PIN of the same length. */
const wrong = (pin: string) =>
  String((Number(pin) + 1) % 10 ** pin.length).padStart(pin.length, "0");

test("a wrong PIN is said so, and the right one still works", async ({ table, phone }) => {
  const { url } = await table(1);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  await ben.page.goto(url);
  await ben.page.getByLabel("Your name").fill("Ben");
  await ben.page.getByRole("button", { name: "Join the table" }).click();
  await expect(ben.page.getByText("The PIN has 6 digits.")).toBeVisible();
  await ben.page.getByLabel("PIN", { exact: true }).fill(wrong(pin));
  await ben.page.getByRole("button", { name: "Join the table" }).click();
  await expect(ben.page.getByText("That PIN is not right.")).toBeVisible();
  await expect(ben.page.getByLabel("PIN", { exact: true })).toBeFocused();
  await ben.page.getByLabel("PIN", { exact: true }).fill(pin);
  await ben.page.getByRole("button", { name: "Join the table" }).click();
  await ben.seated();
});

test("too many wrong PINs make a phone wait, and a join code lets it in meanwhile", async ({
  table,
  phone,
}) => {
  const { url } = await table(2);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ana.openTable(url, "Ana");
  const pin = await ana.pin();
  const field = ben.page.getByLabel("PIN", { exact: true });
  const join = ben.page.getByRole("button", { name: "Join the table" });
  await ben.page.goto(url);
  await ben.page.getByLabel("Your name").fill("Ben");
  for (const left of [4, 3, 2, 1]) {
    await field.fill(wrong(pin));
    await join.click();
    await expect(ben.page.getByText(`That PIN is not right. Tries left: ${left}`)).toBeVisible();
  }
  await field.fill(wrong(pin));
  await join.click();
  await expect(ben.page.getByRole("button", { name: /^Wait \d+ seconds$/ })).toBeVisible();
  await ben.page.reload();
  await ben.page.getByLabel("Your name").fill("Ben");
  await field.fill(pin);
  await join.click();
  await expect(ben.page.getByText("Too many wrong PINs from here.")).toBeVisible();
  await expect(ben.page.getByRole("button", { name: /^Wait \d+ seconds$/ })).toBeVisible();

  // Ana's join code needs no PIN.
  const { joinKey } = await ana.seat();
  await ben.page.goto("about:blank");
  await ben.page.goto(`${url}#key=${joinKey}`);
  await expect(ben.page.getByText("Somebody at this table has invited you.")).toBeVisible();
  await expect(field).toBeHidden();
  expect(ben.page.url()).not.toContain(joinKey);
  await ben.page.getByLabel("Your name").fill("Ben");
  await join.click();
  await ben.seated();
});

test("a code that belongs to no table says so", async ({ phone, webUrl }) => {
  const ana = await phone();
  await ana.page.goto(`${webUrl}/t/nosuchcode-0123456789`);
  await expect(
    ana.page.getByText("This code does not belong to a table. Please ask the staff."),
  ).toBeVisible();
  await expect(ana.page.getByRole("button", { name: "Try again" })).toBeVisible();
});

test("who is second to open a table is asked for the PIN", async ({ table, phone }) => {
  const { url } = await table(3);
  const [ana, ben] = await Promise.all([phone(), phone()]);
  await ben.page.goto(url);
  await ben.page.getByLabel("Your name").fill("Ben");
  await expect(ben.page.getByRole("button", { name: "Open the table" })).toBeVisible();
  await ana.openTable(url, "Ana");
  await ben.page.getByRole("button", { name: "Open the table" }).click();
  await expect(
    ben.page.getByText("This table is already open. Join it with its PIN."),
  ).toBeVisible();
  await ben.page.getByLabel("PIN", { exact: true }).fill(await ana.pin());
  await expect(ben.page.getByLabel("Your name")).toHaveValue("Ben");
  await ben.page.getByRole("button", { name: "Join the table" }).click();
  await ben.seated();
});

test("two people open a free table at the same moment: one opens it", async ({ table, phone }) => {
  const { url } = await table(4);
  const both = await Promise.all([phone(), phone()]);
  for (const [at, one] of both.entries()) {
    await one.page.goto(url);
    await one.page.getByLabel("Your name").fill(`Guest ${at}`);
  }
  await Promise.all(
    both.map((one) => one.page.getByRole("button", { name: "Open the table" }).click()),
  );
  const seats = both.map((one) => one.cartButton());
  const asks = both.map((one) => one.page.getByLabel("PIN", { exact: true }));
  await expect(seats[0]!.or(asks[0]!)).toBeVisible();
  await expect(seats[1]!.or(asks[1]!)).toBeVisible();
  const seated = await Promise.all(seats.map((seat) => seat.isVisible()));
  expect(seated.filter(Boolean)).toHaveLength(1);
});

test("who comes when too much is going on gets a seat without asking again", async ({
  table,
  phone,
}) => {
  const { url } = await table(6);
  const ana = await phone();
  const { page } = ana;
  let refusals = 0;
  await page.route("**/open", async (route) => {
    refusals += 1;
    if (refusals > 1) return route.continue();
    const error = { code: "overloaded", message: "Too many guests at once.", retryAfterS: 2 };
    await route.fulfill({ status: 503, headers: { "retry-after": "2" }, json: { error } });
  });
  await page.goto(url);
  await page.getByLabel("Your name").fill("Ana");
  await page.getByRole("button", { name: "Open the table" }).click();
  await expect(page.getByText("Trying again shortly.")).toBeVisible();
  await ana.seated();
  expect(refusals).toBe(2);
});

test("where the staff opens the tables, guests wait for them and join with the PIN", async ({
  table,
  phone,
  staff,
}) => {
  const { url, label } = await table(5);
  const ana = await phone();
  const manager = await staff("manager");
  await manager.page.getByRole("link", { name: "More" }).click();
  await manager.page.getByRole("radio", { name: /^The staff/ }).check();
  await expect(manager.toast("Saved")).toBeVisible();
  try {
    await ana.page.goto(url);
    await expect(
      ana.page.getByText("The staff opens the tables here. They will give you a PIN."),
    ).toBeVisible();
    await expect(ana.page.getByRole("button", { name: "Open the table" })).toBeHidden();

    await manager.page.getByRole("link", { name: "Tables" }).click();
    const sheet = await manager.choose(label);
    await sheet.getByRole("button", { name: "Open the table" }).click();
    const pin = await manager.pin(label);
    await ana.page.getByRole("button", { name: "Check again" }).click();
    await ana.page.getByLabel("PIN", { exact: true }).fill(pin);
    await ana.page.getByLabel("Your name").fill("Ana");
    await ana.page.getByRole("button", { name: "Join the table" }).click();
    await ana.seated();
  } finally {
    await manager.closeSheet();
    await manager.page.getByRole("link", { name: "More" }).click();
    await manager.page.getByRole("radio", { name: /^The guests/ }).check();
    await expect(manager.page.getByRole("radio", { name: /^The guests/ })).toBeEnabled();
  }
});
