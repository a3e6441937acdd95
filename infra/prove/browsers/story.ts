import { type Browser, once, type Page } from "./browser.ts";

/** A click that has led to nothing by then has missed, ms. */
const MISSED_AFTER_MS = 20_000;

const DISH = "Pea & Mint Soup, served chilled";

export type Place = {
  readonly webUrl: string;
  /** What the table's printed code leads to. */
  readonly tableUrl: string;
  readonly cook: { readonly login: string; readonly password: string };
};

/**
 * The main story, as two guests and a cook live it: a table is opened and joined, both order, the
 * kitchen gets it and moves it on, and the phone shows that. Tells each step once it is done; throws
 * at the first that cannot be done before `giveUp` is aborted.
 */
export async function liveThrough(
  browser: Browser,
  { webUrl, tableUrl, cook }: Place,
  tell: (step: string) => void,
  giveUp: AbortSignal,
): Promise<void> {
  const step = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    try {
      const result = await act();
      tell(name);
      return result;
    } catch (error) {
      throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
    }
  };

  const kitchen = actor(await browser.open("wide"), giveUp);
  await step("the cook signs in", async () => {
    await kitchen.go(`${webUrl}/kitchen`);
    await kitchen.type(field("Name"), cook.login);
    await kitchen.type(field("Password"), cook.password);
    await kitchen.click(button("Sign in"));
    await kitchen.textOf(
      "//*[@aria-label='Show orders'] | //legend[normalize-space(.)='Show orders']",
    );
  });

  const ana = actor(await browser.open("phone"), giveUp);
  const pin = await step("the first guest opens the table", async () => {
    await ana.go(tableUrl);
    await ana.type(field("Your name"), "Ana");
    await ana.click(button("Open the table"));
    await ana.click(dock("People"));
    const shown = await ana.reads("//*[@data-testid='pin']", /^\d{6}$/);
    await ana.click(inDialog(button("Close")));
    await ana.gone(DIALOG);
    return shown;
  });

  const ben = actor(await browser.open("phone"), giveUp);
  await step("the second guest joins with the PIN", async () => {
    await ben.go(tableUrl);
    await ben.type(field("PIN"), pin);
    await ben.type(field("Your name"), "Ben");
    await ben.click(button("Join the table"));
    await ben.textOf(button(`Add ${DISH}`));
  });

  await step("both add a dish, and each sees both", async () => {
    const another = (count: number) => button(`Add another ${DISH}, ${count} in the cart`);
    await ana.press(button(`Add ${DISH}`), another(1));
    await ana.reads(dock("Cart"), /7\.50/);
    await ben.press(another(1), another(2));
    for (const guest of [ana, ben]) await guest.reads(dock("Cart"), /15\.00/);
  });

  const order = await step("the first guest sends the cart to the kitchen", async () => {
    await ana.click(dock("Cart"));
    await ana.click(button("Review and send"));
    await ana.click(button("Send to the kitchen · "));
    const sent = "//*[starts-with(normalize-space(.), 'Sent. The kitchen has it: order #')]";
    return /#(\d+)/.exec(await ana.reads(sent, /#\d+/))![1]!;
  });

  await step("the kitchen sees the order", () =>
    kitchen.reads(`//article[starts-with(@aria-label, 'Order ${order},')]`, /Pea & Mint Soup/),
  );

  await step("the second guest reads that it is in the kitchen", async () => {
    await ben.click(dock("Orders"));
    await ben.reads(orderCard(order), /In the kitchen/);
  });
  for (const [move, status] of [
    ["Accept", "Accepted"],
    ["Start", "Being prepared"],
    ["Ready", "Ready"],
  ] as const) {
    await step(`the kitchen says “${move}”, the phone “${status}”`, async () => {
      await kitchen.click(button(`${move}: order ${order},`));
      await ben.reads(orderCard(order), new RegExp(status));
    });
  }
}

type Actor = Page & {
  /** The text of something, as soon as it is as wanted. */
  reads(xpath: string, text: RegExp): Promise<string>;
  /** Clicks until something else has come of it: a click while the page still moves may miss. */
  press(xpath: string, outcome: string): Promise<void>;
  /** Waits until something is no longer there. */
  gone(xpath: string): Promise<void>;
};

/** Somebody who waits until a thing can be done. */
function actor(page: Page, giveUp: AbortSignal): Actor {
  const soon = <T>(act: () => Promise<T>) => once(act, giveUp);
  return {
    go: (url) => soon(() => page.go(url)),
    click: (xpath) => soon(() => page.click(xpath)),
    type: (xpath, text) => soon(() => page.type(xpath, text)),
    textOf: (xpath) => soon(() => page.textOf(xpath)),
    reads: (xpath, text) =>
      soon(async () => {
        const read = (await page.textOf(xpath)).trim();
        if (!text.test(read)) throw new Error(`“${read}” where ${text} should be`);
        return read;
      }),
    press: (xpath, outcome) =>
      soon(async () => {
        // It may have become another by an earlier click.
        await page.click(xpath).catch(() => undefined);
        const missed = AbortSignal.any([giveUp, AbortSignal.timeout(MISSED_AFTER_MS)]);
        await once(() => page.textOf(outcome), missed);
      }),
    gone: (xpath) =>
      soon(async () => {
        const isThere = await page.textOf(xpath).then(
          () => true,
          () => false,
        );
        if (isThere) throw new Error(`Still on the page: ${xpath}`);
      }),
  };
}

const field = (label: string) => `//input[@id = //label[normalize-space(.)='${label}']/@for]`;

/** A button by how its name, or what stands on it, begins. */
const button = (name: string) =>
  `//button[starts-with(@aria-label, '${name}') or (not(@aria-label) and starts-with(normalize-space(.), '${name.trim()}'))]`;

const DIALOG = "//*[@role='dialog']";

const inDialog = (xpath: string) => `${DIALOG}${xpath}`;

const dock = (name: string) =>
  `//nav[@aria-label='Your table']//button[contains(@aria-label, '${name}') or contains(., '${name}')]`;

const orderCard = (order: string) => `//article[.//*[normalize-space(.)='Order #${order}']]`;
