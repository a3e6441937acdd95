import { expect, test } from "./support/fixtures.ts";

test("a browser that is too old says so, in every language; a newer one does not", async ({
  table,
  phone,
}) => {
  const { url } = await table(1);
  const [old, current] = await Promise.all([phone(), phone()]);
  await old.page.addInitScript(() => Reflect.deleteProperty(Array.prototype, "findLast"));
  await Promise.all([old, current].map(({ page }) => page.goto(url)));
  for (const lang of ["en", "de", "ar", "zh", "ja"]) {
    await expect(old.page.locator(`#old-browser [lang=${lang}]`)).toBeVisible();
  }
  await expect(current.page.getByLabel("Your name")).toBeVisible();
  await expect(current.page.locator("#old-browser")).toBeHidden();
});
