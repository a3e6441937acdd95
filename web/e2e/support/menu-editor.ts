import { expect, type Page } from "@playwright/test";

const statusOf = (page: Page, text: RegExp) => page.getByRole("status").filter({ hasText: text });

/** Opens the page on which a manager writes the menu, and waits until it has the draft. */
export async function openEditor(page: Page, webUrl: string): Promise<void> {
  await page.goto(`${webUrl}/staff/menu`);
  await page.getByRole("link", { name: "Write the menu" }).click();
  await expect(statusOf(page, /^(Saved as a draft|Published)$/)).toBeVisible();
}

/** What was written is in the draft, which is not what guests have. */
export async function saved(page: Page): Promise<void> {
  await expect(statusOf(page, /^Saved as a draft$/)).toBeVisible();
}

/** Publishes the draft at once. */
export async function publish(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Compare and publish" }).click();
  await page.getByRole("button", { name: "Publish now" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
}
