import { bringMenu } from "@tureen/shared/menu/formats/read-menu";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { type TestCell, xlsxFile, xlsxOf, xlsxParts } from "../../../testing/spreadsheets.ts";
import { readSpreadsheet } from "./read-spreadsheet.ts";

const MENU: TestCell[][] = [
  ["Summer menu"],
  [],
  ["Kategorie", "Gericht", "Preis", "Beschreibung"],
  ["Suppen", "Tomate & Basilikum", 4.3, "mit „Croûtons“, 5 < 6"],
  ["Suppen", "Linse", 12.345, null],
  ["Grill", "Rind", 0.1 + 0.2, "-scharf-"],
];

const refusal = (file: Uint8Array) =>
  readSpreadsheet(file).then(
    () => "accepted",
    (error: { code?: string }) => error.code ?? String(error),
  );

/** The same file, in which something stands in another place. */
function changed(file: Uint8Array, change: (bytes: Buffer) => void): Uint8Array {
  const bytes = Buffer.from(file);
  change(bytes);
  return bytes;
}

/** Calls `change` with where each entry of the zip's directory begins. */
function atEntries(bytes: Buffer, change: (at: number) => void): void {
  for (let at = bytes.indexOf("PK\x01\x02", 0, "latin1"); at >= 0; ) {
    change(at);
    at = bytes.indexOf("PK\x01\x02", at + 4, "latin1");
  }
}

describe("A spreadsheet", () => {
  it("is its sheets as tables, from which a menu is read", async () => {
    const sheets = await readSpreadsheet(
      xlsxFile({ Karte: MENU, "A & O": [["x", true]], Leer: [] }),
    );
    expect(sheets.map(({ name }) => name)).toEqual(["Karte", "A & O"]);
    expect(sheets[1]?.text).toBe('"x","true"\r\n');
    const { file, notes } = bringMenu(sheets.slice(0, 1), {
      fileName: "menu.xlsx",
      restaurant: { currency: "EUR", locale: "de" },
    });
    expect(
      file?.categories.map(({ name, items }) => [name, items.map((each) => each.price)]),
    ).toEqual([
      // What cannot be a price is no thousand.
      ...[
        ["Suppen", ["4.3", undefined]],
        ["Grill", ["0.3"]],
      ],
    ]);
    expect(file?.categories[0]?.items[0]).toMatchObject({
      ...{ name: "Tomate & Basilikum", description: "mit „Croûtons“, 5 < 6" },
    });
    expect(file?.categories[1]?.items[0]?.description).toBe("-scharf-");
    expect(notes.map(({ path }) => path)).toEqual(["row 5, price", "row 1"]);
  });

  it("may be large, and pictures in it do not count", async () => {
    const rows = Array.from({ length: 5_000 }, (_, i) => [`Dish ${i}`, i / 10]);
    const file = xlsxOf({
      ...xlsxParts({ Menu: [["Name", "Price"], ...rows] }),
      "xl/media/image1.png": new Uint8Array(50 * 1024 * 1024),
    });
    const [sheet] = await readSpreadsheet(file);
    expect(sheet?.text.split("\r\n")).toHaveLength(5_002);
  });

  it.each([
    ["nothing", () => new Uint8Array(), "spreadsheet-type"],
    ["text", () => Buffer.from("Name,Price"), "spreadsheet-type"],
    [
      "an old XLS, or has a password",
      () => Buffer.from("d0cf11e0a1b11ae1", "hex"),
      "spreadsheet-type",
    ],
    ["another zip", () => zipSync({ "a.txt": strToU8("x") }), "spreadsheet-type"],
    [
      "an ODS",
      () => zipSync({ mimetype: strToU8("x"), "content.xml": strToU8("<x/>") }),
      "spreadsheet-type",
    ],
    ["cut off", () => xlsxFile({ Menu: MENU }).subarray(0, 500), "spreadsheet-broken"],
    [
      "without the sheets that it names",
      () => {
        const { "xl/worksheets/sheet1.xml": _, ...parts } = xlsxParts({ Menu: MENU });
        return xlsxOf(parts);
      },
      "spreadsheet-broken",
    ],
    [
      "with a sheet that is no XML",
      () => xlsxOf({ ...xlsxParts({ Menu: MENU }), "xl/worksheets/sheet1.xml": "<<<" }),
      "spreadsheet-broken",
    ],
    ["a bomb", () => bomb(), "spreadsheet-too-large"],
    [
      "of many small parts",
      () =>
        xlsxOf({
          ...xlsxParts({ Menu: MENU }),
          ...Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`xl/a${i}.xml`, "<a/>"])),
        }),
      "spreadsheet-too-large",
    ],
    [
      "with more text than a menu may have",
      () => xlsxFile({ Menu: Array(90).fill(["x".repeat(100_000)]) }),
      "spreadsheet-too-large",
    ],
  ])("that is %s is refused", async (_, file, code) => {
    expect(await refusal(file())).toBe(code);
  });

  it("that says it is smaller than it is does not become larger than it says", async () => {
    const lying = changed(bomb(), (bytes) => {
      atEntries(bytes, (at) => {
        if (bytes.readUInt32LE(at + 24) > 1_000_000) bytes.writeUInt32LE(1_000, at + 24);
      });
    });
    const before = process.memoryUsage().arrayBuffers;
    expect(await refusal(lying)).toBe("spreadsheet-broken");
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
  });
});

/** A sheet of 64 MB of spaces, in some 64 kB. */
function bomb(): Uint8Array {
  const spaces = new Uint8Array(64 * 1024 * 1024).fill(32);
  return xlsxOf({ ...xlsxParts({ Menu: MENU }), "xl/worksheets/sheet1.xml": spaces });
}
