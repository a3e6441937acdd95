import { expect, type Locator, type Page } from "@playwright/test";
import { type Gate, type GateSide, gateOf } from "../support/gate.ts";

/** What somebody wants of a dish besides the dish itself. */
export interface DishWishes {
  /** Option values by the words that stand on them. */
  readonly options?: readonly string[];
  readonly note?: string;
  readonly for?: "table";
  readonly quantity?: number;
}

export type Tab = "Cart" | "Orders" | "People";

/** A guest's phone, as a guest reads and touches it. */
export class DinerPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** A gate before this phone's live connection; to be made before a table is opened. */
  gate(side?: GateSide): Promise<Gate> {
    return gateOf(this.page, side);
  }

  /** Scans a free table's code, gives a name and opens the table. */
  async openTable(url: string, name: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByLabel("Your name").fill(name);
    await this.page.getByRole("button", { name: "Open the table" }).click();
    await this.seated();
  }

  /** Scans an open table's code and joins with its PIN. */
  async joinTable(url: string, pin: string, name: string): Promise<void> {
    await this.page.goto(url);
    await this.page.getByLabel("PIN", { exact: true }).fill(pin);
    await this.page.getByLabel("Your name").fill(name);
    await this.page.getByRole("button", { name: "Join the table" }).click();
    await this.seated();
  }

  /** What the phone keeps of its place at the table. */
  async seat(): Promise<{
    readonly joinKey: string;
    readonly pin: string;
    readonly ended?: { readonly reason: string };
  }> {
    const stored = await this.page.evaluate(() => {
      const key = Object.keys(localStorage).find((name) => name.startsWith("tureen.seat."));
      return key === undefined ? null : localStorage.getItem(key);
    });
    return JSON.parse(stored ?? "{}");
  }

  /** The menu is there and dishes can be added. */
  async seated(): Promise<void> {
    await expect(this.addButton("Pea & Mint Soup, served chilled")).toBeVisible();
  }

  /** The whole app is on the phone, so that all of it opens without a signal. */
  async installed(): Promise<void> {
    await this.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  }

  addButton(dish: string): Locator {
    return this.page.getByRole("button", {
      name: new RegExp(`^Add (another )?${literally(dish)}`),
    });
  }

  /** The dish's row on the menu. */
  dish(dish: string): Locator {
    return this.page
      .getByRole("article")
      .filter({ has: this.page.getByRole("heading", { level: 3, name: withCode(dish) }) });
  }

  /** One tap on the plus of a dish that needs no choice. */
  async quickAdd(dish: string): Promise<void> {
    await this.addButton(dish).click();
  }

  async openDish(dish: string): Promise<Locator> {
    await this.dish(dish).getByRole("heading", { level: 3 }).getByRole("button").click();
    const sheet = this.page.getByRole("dialog", { name: dish });
    await expect(sheet).toBeVisible();
    return sheet;
  }

  /** Opens a dish, decides about it and adds it. */
  async add(dish: string, wishes: DishWishes = {}): Promise<void> {
    const sheet = await this.openDish(dish);
    for (const option of wishes.options ?? [])
      await sheet.getByLabel(new RegExp(`^${literally(option)}`)).check();
    if (wishes.note) await sheet.getByLabel("Note for the kitchen").fill(wishes.note);
    if (wishes.for) await sheet.getByText("For the table").click();
    for (let count = 1; count < (wishes.quantity ?? 1); count++)
      await sheet.getByRole("button", { name: "One more", exact: true }).click();
    await sheet.getByRole("button", { name: /^Add · / }).click();
    await expect(sheet).toBeHidden();
  }

  /** Cart, orders or people: from the dock, or by its tab when the sheet is open already. */
  async show(tab: Tab): Promise<Locator> {
    const inSheet = this.page.getByRole("tab", { name: tab });
    const inDock = this.page
      .getByRole("navigation", { name: "Your table" })
      .getByRole("button", { name: tab });
    const panel = this.page.getByRole("tabpanel", { name: tab });
    // A sheet on its way out still shows its tabs for a moment.
    await expect(async () => {
      await ((await inSheet.isVisible()) ? inSheet : inDock).click({ timeout: 1_500 });
      await expect(panel).toBeVisible({ timeout: 1_500 });
    }).toPass({ timeout: 10_000 });
    return panel;
  }

  /** Back to the menu from a sheet. */
  async closeSheet(): Promise<void> {
    const sheet = this.page.getByRole("dialog");
    await sheet.getByRole("button", { name: "Close", exact: true }).click();
    await expect(sheet).toBeHidden();
  }

  /** The cart in the dock, with its count and total. */
  cartButton(): Locator {
    return this.page
      .getByRole("navigation", { name: "Your table" })
      .getByRole("button", { name: /Cart|empty/ });
  }

  /** A line of the open cart. */
  line(dish: string): Locator {
    return this.page
      .getByRole("tabpanel")
      .getByRole("article")
      .filter({ has: this.page.getByRole("heading", { level: 4, name: dish, exact: true }) });
  }

  /** How many of the line are in the cart, as the number between minus and plus. */
  quantity(dish: string): Locator {
    return this.line(dish).getByRole("group", { name: dish }).getByRole("status");
  }

  async more(dish: string): Promise<void> {
    await this.line(dish)
      .getByRole("button", { name: `One ${dish} more` })
      .click();
  }

  async fewer(dish: string): Promise<void> {
    await this.line(dish)
      .getByRole("button", { name: `One ${dish} less` })
      .click();
  }

  async ready(): Promise<void> {
    await this.page.getByRole("button", { name: "I'm ready" }).click();
    await expect(this.page.getByRole("button", { name: "I'm ready" })).toHaveAttribute(
      "aria-pressed",
      "true",
    );
  }

  /** From the open cart to the last look before the kitchen. */
  async review(): Promise<Locator> {
    await this.page.getByRole("button", { name: "Review and send" }).click();
    return this.reviewSheet();
  }

  reviewSheet(): Locator {
    return this.page.getByRole("dialog", { name: "Send to the kitchen?" });
  }

  sendButton(): Locator {
    return this.page.getByRole("button", { name: /^Send to the kitchen · / });
  }

  async send(): Promise<void> {
    await this.sendButton().click();
  }

  /** What a confirm became, as this diner reads it in the sheet after sending. */
  progress(): Locator {
    return this.page.getByRole("dialog", { name: /^(Your order|Order #\d+)$/ });
  }

  /** The number of the order that was just sent, once the kitchen has it. */
  async sentNumber(): Promise<number> {
    const sentence = this.progress().getByText(/^Sent\. The kitchen has it: order #\d+$/);
    await expect(sentence).toBeVisible();
    return Number(/#(\d+)/.exec(await sentence.innerText())?.[1]);
  }

  /** From the menu: reviews the whole cart, sends it, and returns the order's number. */
  async sendAll(): Promise<number> {
    await this.show("Cart");
    await this.review();
    await this.send();
    return this.sentNumber();
  }

  /** From what was sent back to the menu. */
  async backToMenu(): Promise<void> {
    await this.progress().getByRole("button", { name: "Back to the menu" }).click();
    // By its attribute: on its way out a sheet has no role any more, but all of its words.
    await expect(this.page.locator("[role=dialog]")).toHaveCount(0);
  }

  /** Somebody in the open list of people. */
  person(name: string): Locator {
    return this.page
      .getByRole("tabpanel", { name: "People" })
      .getByRole("listitem")
      .filter({ hasText: name });
  }

  /** The discs at the top of the menu: who is at the table. */
  peopleButton(): Locator {
    return this.page.getByRole("button", { name: /at the table$/ });
  }

  /** An order among the open orders of the table. */
  order(number: number): Locator {
    return this.page
      .getByRole("article")
      .filter({ has: this.page.getByRole("heading", { name: `Order #${number}`, exact: true }) });
  }

  /** On the last page: what was in the cart and was not sent. */
  notOrdered(): Locator {
    return this.page.getByRole("region", { name: "Not ordered" });
  }

  rejection(): Locator {
    return this.page.getByRole("alert").filter({ hasText: "Not sent" });
  }

  toast(text: string | RegExp): Locator {
    return this.page
      .getByRole("region", { name: "Notices" })
      .getByRole("listitem")
      .filter({ hasText: text });
  }

  /** The table's PIN, read from the open list of people. */
  async pin(): Promise<string> {
    const panel = await this.show("People");
    return (await panel.getByTestId("pin").innerText()).trim();
  }
}

/** Text as a part of a regular expression. */
export function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A dish as the menu names it: some restaurants put a code before the name. */
function withCode(dish: string): RegExp {
  return new RegExp(`^(\\S+ )?${literally(dish)}$`);
}
