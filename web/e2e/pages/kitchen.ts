import { expect, type Locator, type Page } from "@playwright/test";

export type Step = "Accept" | "Start" | "Ready" | "Served";

/** The kitchen's screen, as a cook reads and touches it. */
export class KitchenPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(webUrl: string): Promise<void> {
    await this.page.goto(`${webUrl}/kitchen`);
    await expect(this.page.getByRole("group", { name: "Show orders" })).toBeVisible();
  }

  /** The order's ticket on the board. */
  ticket(number: number): Locator {
    return this.page.getByRole("article", { name: `Order ${number},` });
  }

  /** The tickets on the board, or those of one table. */
  tickets(table?: string): Locator {
    const name = table === undefined ? /./ : new RegExp(`, Table ${table}$`);
    return this.page.getByRole("article", { name });
  }

  /** A dish of an order, with everything that is said about it. */
  line(number: number, dish: string): Locator {
    return this.ticket(number)
      .getByRole("listitem")
      .filter({ hasText: "×" })
      .filter({ hasText: dish });
  }

  /** What a cook taps to tick a dish of an order off. */
  tick(number: number, dish: string): Locator {
    return this.line(number, dish).getByRole("button", { name: dish });
  }

  /** One tap on the ticket's big button, which must say so. */
  async step(number: number, step: Step): Promise<void> {
    await this.ticket(number)
      .getByRole("button", { name: `${step}: order ${number},` })
      .click();
  }

  /** What has just happened, over the foot of the board. */
  notice(text: string | RegExp): Locator {
    return this.page.getByRole("status").filter({ hasText: text });
  }

  async undo(): Promise<void> {
    await this.page.getByRole("button", { name: "Undo" }).click();
  }

  /** Cancels with one of the ready-made reasons or with the cook's own words. */
  async cancel(number: number, reason: { preset: string } | { own: string }): Promise<void> {
    await this.ticket(number)
      .getByRole("button", { name: `More for order ${number}` })
      .click();
    const sheet = this.page.getByRole("dialog");
    await sheet.getByRole("button", { name: "Cancel the order" }).click();
    const confirm = sheet.getByRole("button", { name: "Cancel the order" });
    await expect(confirm).toBeDisabled();
    if ("preset" in reason) await sheet.getByText(reason.preset, { exact: true }).click();
    else await sheet.getByLabel("Or in your own words").fill(reason.own);
    await confirm.click();
    await expect(sheet).toBeHidden();
  }

  lost(): Locator {
    return this.page.getByRole("alert").filter({ hasText: "Connection lost" });
  }

  /** Opens the drawer of served and cancelled orders. */
  async openDone(): Promise<Locator> {
    await this.page.getByRole("button", { name: "Done" }).click();
    return this.page.getByRole("dialog", { name: "Done lately" });
  }

  /** Opens the panel of dishes that can be had. */
  async openSoldOut(): Promise<Locator> {
    await this.page.getByRole("button", { name: "Sold out" }).click();
    return this.page.getByRole("dialog", { name: "Sold out and portions" });
  }

  async closeSheet(): Promise<void> {
    await this.page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
    await expect(this.page.getByRole("dialog")).toBeHidden();
  }

  soundButton(): Locator {
    return this.page.getByRole("button", { name: /^(Sound o|Tap for sound)/ });
  }
}
