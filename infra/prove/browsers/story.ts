import { type Browser, once, type Page } from "./browser.ts";
import { button, DIALOG, field, inDialog } from "./places.ts";

/** A click that has led to nothing by then has missed, ms. */
const MISSED_AFTER_MS = 20_000;
/** After a click that could not be made, its outcome is there already or not, ms. */
const LOOK_ONCE_MS = 1_000;

const DISH = "Pea & Mint Soup, served chilled";

export type Place = {
  readonly webUrl: string;
  /** What the table's printed code leads to. */
  readonly tableUrl: string;
  readonly cook: { readonly login: string; readonly password: string };
};

/**
 * The main story, as two guests and a cook live it: a table is opened and joined, both order, the
 * kitchen gets it and moves it on, the phone shows that, and one of them pays a share of the bill.
 * Tells each step once it is done; throws at the first that cannot be done before `giveUp` is aborted.
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
    await kitchen.press(button("Sign in"), there(BOARD));
  });

  const ana = actor(await browser.open("phone"), giveUp);
  const pin = await step("the first guest opens the table", async () => {
    await ana.go(tableUrl);
    await ana.type(field("Your name"), "Ana");
    await ana.press(button("Open the table"), there(dock("People")));
    const shown = await ana.press(dock("People"), reading("//*[@data-testid='pin']", /^\d{6}$/));
    await ana.press(inDialog(button("Close")), gone(DIALOG));
    return shown;
  });

  const ben = actor(await browser.open("phone"), giveUp);
  await step("the second guest joins with the PIN", async () => {
    await ben.go(tableUrl);
    await ben.type(field("PIN"), pin);
    await ben.type(field("Your name"), "Ben");
    await ben.press(button("Join the table"), there(button(`Add ${DISH}`)));
  });

  await step("both add a dish, and each sees both", async () => {
    const another = (count: number) => button(`Add another ${DISH}, ${count} in the cart`);
    await ana.press(button(`Add ${DISH}`), there(another(1)));
    await ana.sees(reading(dock("Cart"), /7\.50/));
    await ben.press(another(1), there(another(2)));
    for (const guest of [ana, ben]) await guest.sees(reading(dock("Cart"), /15\.00/));
  });

  const order = await step("the first guest sends the cart to the kitchen", async () => {
    await ana.press(dock("Cart"), there(button("Review and send")));
    const send = button("Send to the kitchen · ");
    await ana.press(button("Review and send"), there(send));
    const sent = "//*[starts-with(normalize-space(.), 'Sent. The kitchen has it: order #')]";
    return /#(\d+)/.exec(await ana.press(send, reading(sent, /#\d+/)))![1]!;
  });

  await step("the kitchen sees the order", () =>
    kitchen.sees(
      reading(`//article[starts-with(@aria-label, 'Order ${order},')]`, /Pea & Mint Soup/),
    ),
  );

  await step("the second guest reads that it is in the kitchen", async () => {
    await ben.press(dock("Orders"), reading(orderCard(order), /In the kitchen/));
  });
  for (const [move, status] of [
    ["Accept", "Accepted"],
    ["Start", "Being prepared"],
    ["Ready", "Ready"],
  ] as const) {
    await step(`the kitchen says “${move}”, the phone “${status}”`, async () => {
      const next = button(`${move}: order ${order},`);
      await kitchen.press(next, gone(next));
      await ben.sees(reading(orderCard(order), new RegExp(status)));
    });
  }

  await step("the second guest pays a share of the bill, once the card was declined", async () => {
    await ben.press(button("The bill"), there(exactly("Pay")));
    await ben.press(exactly("Pay"), there(button("Pay €")));
    await ben.press(button("Pay €"), there(button("Decline")));
    await ben.press(button("Decline"), there(saying("The payment did not go through.")));
    await ben.press(button("Try again"), there(button("Pay €")));
    await ben.press(button("Pay €"), there(button("Decline")));
    await ben.press(exactly("Pay"), there(saying("Thank you. You have paid.")));
    await ben.sees(there("//a[starts-with(@href, '/r/')]"));
  });

  await step("the first guest sees on the bill who has paid, and what is left", async () => {
    await ana.press(button("See the orders"), there(button("The bill")));
    await ana.press(button("The bill"), reading(inDialog("//li[contains(., 'Ben')]"), /paid €/));
    await ana.sees(reading(inDialog("//dl"), /Left to pay/));
  });
}

/** What is on a page by and by; throws while it is not. */
type Sight<T = unknown> = (page: Page) => Promise<T>;

const there =
  (xpath: string): Sight =>
  (page) =>
    page.textOf(xpath);

/** The text of something, which is as wanted. */
const reading =
  (xpath: string, wanted: RegExp): Sight<string> =>
  async (page) => {
    const read = (await page.textOf(xpath)).trim();
    if (!wanted.test(read)) throw new Error(`“${read}” where ${wanted} should be`);
    return read;
  };

const gone =
  (xpath: string): Sight =>
  async (page) => {
    if (await page.has(xpath)) throw new Error(`Still on the page: ${xpath}`);
  };

/** Somebody who waits until a thing can be done. */
function actor(page: Page, giveUp: AbortSignal) {
  const soon = <T>(act: () => Promise<T>) => once(act, giveUp);
  return {
    go: (url: string) => soon(() => page.go(url)),
    type: (xpath: string, text: string) => soon(() => page.type(xpath, text)),
    sees: <T>(sight: Sight<T>) => soon(() => sight(page)),
    /** Clicks until something has come of it: a click while the page still moves may miss. */
    press: <T>(xpath: string, outcome: Sight<T>) =>
      soon(async () => {
        // What an earlier click has turned into something else cannot be clicked any more.
        const problem = await page.click(xpath).catch((error: Error) => error);
        const wait = AbortSignal.timeout(problem ? LOOK_ONCE_MS : MISSED_AFTER_MS);
        return once(() => outcome(page), AbortSignal.any([giveUp, wait])).catch((error) => {
          throw problem ?? error;
        });
      }),
  };
}

const BOARD = "//*[@aria-label='Show orders'] | //legend[normalize-space(.)='Show orders']";

const dock = (name: string) =>
  `//nav[@aria-label='Your table']//button[contains(@aria-label, '${name}') or contains(., '${name}')]`;

/** The button with just these words: "Pay" is not "Pay with the waiter". */
const exactly = (words: string) => `//button[normalize-space(.)='${words}']`;

const saying = (sentence: string) => `//p[starts-with(normalize-space(.), '${sentence}')]`;

const orderCard = (order: string) => `//article[.//*[normalize-space(.)='Order #${order}']]`;
