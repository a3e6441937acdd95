import { fileURLToPath } from "node:url";
import type { Locator, Page } from "@playwright/test";
import { expect, PHONE, test } from "./support/fixtures.ts";
import { openEditor, saved } from "./support/menu-editor.ts";

const CABBAGE = "Charred Hispi Cabbage";
const SPREADSHEET = fileURLToPath(new URL("support/two-sheets.xlsx", import.meta.url));

/** The sheet in which a manager brings a menu. */
async function openBring(page: Page, webUrl: string): Promise<Locator> {
  await openEditor(page, webUrl);
  await page.getByRole("button", { name: "Bring a menu" }).click();
  const sheet = page.getByRole("dialog", { name: "Bring a menu" });
  await expect(sheet).toBeVisible();
  return sheet;
}

/** Chooses a file with this content. */
async function choose(sheet: Locator, name: string, text: string): Promise<void> {
  await sheet
    .getByLabel("Choose a file")
    .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
}

const take = (sheet: Locator, count: number) =>
  sheet.getByRole("button", { name: `Take ${count} change` });

test("a menu that was taken along and changed comes back as one change, which is undone at once", async ({
  webUrl,
  staff,
}) => {
  const { page } = await staff("manager");
  await openEditor(page, webUrl);
  await page.getByRole("button", { name: "Take it along" }).click();
  const along = page.getByRole("dialog", { name: "Take the menu along" });
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    along.getByRole("button", { name: "Download" }).nth(1).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^menu-\w+-1\.csv$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const rows = Buffer.concat(chunks).toString("utf8").split("\r\n");
  await along.getByRole("button", { name: "Close" }).click();

  const sheet = await openBring(page, webUrl);
  await choose(sheet, "menu.csv", rows.join("\r\n"));
  await expect(sheet).toContainText("The file says what the draft says already.");
  await expect(take(sheet, 0)).toBeDisabled();
  const dearer = rows.map((row) =>
    row.includes(`"${CABBAGE}"`) ? row.replace('"8.50"', '"9.90"') : row,
  );
  const [header = "", ...others] = dearer;
  const without = others.filter((row) => !row.includes("Pea & Mint Soup"));
  await choose(sheet, "menu.csv", [header, ...without].join("\r\n"));
  await expect(sheet).toContainText("Price: €8.50 → €9.90");
  await expect(sheet.getByText("1 goes")).toBeVisible();
  await take(sheet, 2).click();
  await expect(sheet).toBeHidden();
  await saved(page);
  const soup = page.getByRole("button", { name: "Pea & Mint Soup, served chilled" });
  await expect(soup).toHaveCount(0);
  // Nothing is published by it.
  await expect(page.getByRole("button", { name: "Compare and publish" })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).first().click();
  await saved(page);
  await page.getByPlaceholder("Search the menu").fill("cabbage");
  await expect(page.getByLabel(`Price of ${CABBAGE}`)).toHaveValue("8.50");
  await page.getByPlaceholder("Search the menu").fill("mint soup");
  await expect(soup).toHaveCount(1);
});

test("a file with faults tells all of them with their places, and takes nothing over", async ({
  webUrl,
  staff,
}) => {
  const { page } = await staff("manager");
  const sheet = await openBring(page, webUrl);
  const file = {
    ...{ name: "", currency: "EUR", locale: "en" },
    categories: [{ name: "Soups", items: [{ name: "Tomato", price: "cheap" }] }],
  };
  await choose(sheet, "menu.json", JSON.stringify(file));
  const faults = sheet.getByRole("region", { name: "2 faults: mend them in the file" });
  await expect(faults.getByRole("listitem")).toHaveCount(2);
  await expect(faults).toContainText("categories[0].items[0].price");
  await expect(take(sheet, 0)).toBeDisabled();
  // What is no menu at all is told too, and the same sheet takes the next file.
  await choose(sheet, "letter.rtf", "Dear Sir");
  await expect(sheet).toContainText("is in no format that is known");
  await choose(sheet, "menu.xlsx", "PK, but no spreadsheet");
  await expect(sheet.getByRole("alert")).toContainText("This spreadsheet cannot be read");
});

test("columns that nobody knows are mapped by hand, and what is unclear is asked", async ({
  webUrl,
  staff,
}) => {
  const { page } = await staff("manager", PHONE);
  const sheet = await openBring(page, webUrl);
  // Rows as a spreadsheet copies them.
  const rows = "Was\tWieviel\tFarbe\nPIZZA\t\t\nMargherita\t65 - 104 - 170\tred\nFunghi\t70\tbrown";
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  }, rows);
  await expect(sheet).toContainText("Which column is the dishes' name?");
  const column = (name: string) =>
    sheet.getByRole("listitem").filter({ has: page.getByLabel(name, { exact: true }) });
  await expect(column("Wieviel")).toContainText("65 - 104 - 170");
  await sheet.getByLabel("Was", { exact: true }).selectOption({ label: "Name" });
  await expect(sheet).toContainText("2 are not recognised");
  await sheet.getByLabel("Wieviel", { exact: true }).selectOption({ label: "Price" });
  await expect(sheet).toContainText("1 is not recognised");
  await sheet.getByLabel("Farbe", { exact: true }).selectOption({ label: "Leave it out" });

  const questions = sheet.getByRole("region", { name: "Please decide" });
  await expect(questions).toContainText("row 3, Price: 65 - 104 - 170");
  await questions.getByText("Several prices of a dish are its sizes").click();
  await expect(sheet).toContainText("became 3 sizes");
  await questions.getByText("Rows with only a name are sections").click();
  await expect(sheet.getByRole("region", { name: "What the draft becomes" })).toContainText(
    "PIZZA",
  );
  await sheet.getByRole("button", { name: /^Take \d+ changes/ }).click();
  await saved(page);
  await page.getByPlaceholder("Search the menu").fill("margherita");
  await expect(page.getByLabel("Price of Margherita")).toHaveValue("65.00");
  await page.getByPlaceholder("Search the menu").fill("");
  await page.getByRole("button", { name: "Undo" }).first().click();
  await saved(page);
});

test("of a spreadsheet the wanted sheets become sections", async ({ webUrl, staff }) => {
  const { page } = await staff("manager");
  const sheet = await openBring(page, webUrl);
  await sheet.getByLabel("Choose a file").setInputFiles(SPREADSHEET);
  const questions = sheet.getByRole("region", { name: "Please decide" });
  await expect(questions.getByRole("checkbox")).toHaveCount(3);
  const becomes = sheet.getByRole("region", { name: "What the draft becomes" });
  await expect(becomes).toContainText("Süßes");
  await expect(sheet).toContainText("sheet Öffnungszeiten, row 1");
  await questions.getByLabel("Öffnungszeiten").uncheck();
  await expect(sheet).not.toContainText("sheet Öffnungszeiten");
  await questions.getByLabel("Süßes").uncheck();
  await expect(becomes).not.toContainText("Süßes");
  await questions.getByLabel("Süßes").check();
  await expect(becomes).toContainText("Süßes");
  // A part of a menu need not be all of it.
  await expect(becomes).toContainText("9 go");
  await sheet.getByText("Stay", { exact: true }).click();
  await expect(becomes).not.toContainText("9 go");
  await sheet.getByText("Go", { exact: true }).click();
  await sheet.getByRole("button", { name: /^Take \d+ changes/ }).click();
  await saved(page);
  const sections = page.getByRole("navigation", { name: "Sections" });
  await expect(sections.getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: "Undo" }).first().click();
  await saved(page);
});

test("the menu in force is laid out for paper, and read by anybody", async ({ webUrl, staff }) => {
  const { page } = await staff("manager");
  await openEditor(page, webUrl);
  await page.getByRole("button", { name: "Take it along" }).click();
  const along = page.getByRole("dialog", { name: "Take the menu along" });
  const address = (await along.getByRole("link", { name: /\/menu\// }).getAttribute("href")) ?? "";
  await along.getByRole("button", { name: "Lay it out" }).click();
  const paper = page.getByRole("article");
  await expect(paper.getByRole("heading", { level: 3, name: CABBAGE })).toBeVisible();
  await expect(paper.getByRole("contentinfo").or(paper.locator("footer"))).toContainText(
    "1 gluten",
  );
  await page.emulateMedia({ media: "print" });
  // Nothing but the menu is printed.
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await expect(page.getByRole("banner")).toBeHidden();
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  expect(pdf).toMatch(/^%PDF/);
  // A4 upright, not a sheet of table cards.
  expect(pdf).toMatch(/\/MediaBox ?\[0 0 59[45][.\d]* 84[12]/);

  const problems: string[] = [];
  page.on("console", (message) => problems.push(message.text()));
  await page.emulateMedia({ media: "screen" });
  await page.goto(`${webUrl}${address}`);
  await expect(page.getByRole("heading", { level: 3, name: CABBAGE })).toBeVisible();
  const data = await page.locator('script[type="application/ld+json"]').textContent();
  expect(JSON.parse(data ?? "")).toMatchObject({ "@type": "Restaurant" });
  // The policy lets its style in, and has nothing to say of a block of data.
  await expect(page.getByRole("heading", { level: 1 })).toHaveCSS("font-size", "32px");
  expect(problems).toEqual([]);
});
