import { expect, type Locator, type Page } from "@playwright/test";

/** The replay's pages, as a manager reads and touches them. */
export class ReplayPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** A session by its address; waits until it can be seen. */
  async open(webUrl: string, sessionId: string): Promise<void> {
    await this.page.goto(`${webUrl}/replay/${sessionId}`);
    await expect(this.slider()).toBeVisible({ timeout: 30_000 });
  }

  slider(): Locator {
    return this.page.getByRole("slider", { name: "Evening" });
  }

  /** How many edits have been played. */
  async index(): Promise<number> {
    return Number(await this.slider().getAttribute("aria-valuenow"));
  }

  /** How many edits there are. */
  async length(): Promise<number> {
    return Number(await this.slider().getAttribute("aria-valuemax"));
  }

  phone(name: string): Locator {
    return this.page.getByRole("article", { name: `${name}'s phone` });
  }

  kitchen(): Locator {
    return this.page.getByRole("article", { name: "Kitchen" });
  }

  /** The list of marks around the moment. */
  moments(): Locator {
    return this.page.getByRole("region", { name: "Moments" });
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Goes from mark to mark until the moment is the one that says so. */
  async toMoment(text: string | RegExp): Promise<void> {
    await this.button("To the beginning").click();
    const now = this.moments().locator("[aria-current=step]").filter({ hasText: text });
    for (let marks = 0; marks < 60; marks++) {
      if (await now.isVisible()) return;
      await this.button("To the next mark").click();
    }
    throw new Error(`there is no moment ${text}`);
  }
}
