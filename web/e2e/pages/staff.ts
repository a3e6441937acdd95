import { expect, type Locator, type Page } from "@playwright/test";

/** The staff's pages, as a waiter reads and touches them. */
export class StaffPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(webUrl: string): Promise<void> {
    await this.page.goto(`${webUrl}/staff`);
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.page.getByLabel("Name").fill(login);
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
  }

  /** The table's card on the floor. */
  card(label: string): Locator {
    return this.page
      .getByRole("region", { name: "Tables" })
      .getByRole("button", { name: new RegExp(`^Table ${label}\\b`) });
  }

  /** Every table's card. */
  cards(): Locator {
    return this.page.getByRole("region", { name: "Tables" }).getByRole("listitem");
  }

  /** Opens everything about a table. */
  async choose(label: string): Promise<Locator> {
    await this.card(label).click();
    const sheet = this.page.getByRole("dialog", { name: `Table ${label}` });
    await expect(sheet).toBeVisible();
    return sheet;
  }

  /** The PIN as the table's open sheet shows it. */
  async pin(label: string): Promise<string> {
    const shown = this.page
      .getByRole("dialog", { name: `Table ${label}` })
      .getByText(/^\d+(\s\d+)+$/);
    return (await shown.innerText()).replace(/\s/g, "");
  }

  async closeSheet(): Promise<void> {
    await this.page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).click();
    await expect(this.page.getByRole("dialog")).toBeHidden();
  }

  /** What needs the waiter now. */
  needs(): Locator {
    return this.page.getByRole("region", { name: "Needs you now" });
  }

  toast(text: string | RegExp): Locator {
    return this.page
      .getByRole("region", { name: "Notices" })
      .getByRole("listitem")
      .filter({ hasText: text });
  }
}
