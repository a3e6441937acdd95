import {
  type TestCell,
  xlsxFile,
  xlsxOf,
  xlsxParts,
} from "@tureen/persistence/testing/spreadsheets";
import { MAX_SPREADSHEET_BYTES } from "@tureen/shared/platform/limits";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";
import { createSpreadsheetReader } from "./spreadsheet-reader.ts";

let api: TestApi;
let manager: string;
beforeAll(async () => {
  api = await startTestApi();
  manager = await api.signIn(api.here, "manager");
});
afterAll(() => api.close());

const MENU: Record<string, TestCell[][]> = {
  Suppen: [
    ["Gericht", "Preis"],
    ["Linse", 5.5],
  ],
  Grill: [
    ["Gericht", "Preis"],
    ["Rind", 19],
  ],
};

async function post(
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
) {
  const response = await api.app.request(`/api/staff/menu/draft/import${path}`, {
    ...{ method: "POST", headers, body },
  });
  const answer = (await response.json()) as {
    readonly sheets: { readonly name: string; readonly text: string }[];
    readonly edits: readonly object[];
    readonly columns: readonly object[];
    readonly error?: { readonly code: string };
  };
  return { ...answer, status: response.status, code: answer.error?.code };
}

const upload = (file: Uint8Array, { cookie = manager, length = file.byteLength } = {}) =>
  post("/spreadsheet", new Uint8Array(file), {
    ...{ "content-type": "application/octet-stream", cookie, "content-length": String(length) },
  });

/** A sheet with a cell in the last row and column that there can be. */
function withFarCell(): Uint8Array {
  const parts = xlsxParts(MENU);
  const sheet = "xl/worksheets/sheet1.xml";
  const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>';
  return xlsxOf({ ...parts, [sheet]: parts[sheet]?.replace("</sheetData>", far) ?? "" });
}

describe("A manager's spreadsheet", () => {
  it("is read sheet by sheet, and brought as sections", async () => {
    const { status, sheets } = await upload(xlsxFile(MENU));
    expect(status).toBe(200);
    expect(sheets.map(({ name }) => name)).toEqual(["Suppen", "Grill"]);
    const preview = await post("", JSON.stringify({ fileName: "menu.xlsx", sheets }), {
      ...{ "content-type": "application/json", cookie: manager },
    });
    expect(preview.edits).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "add", thing: expect.objectContaining({ name: "Grill" }) }),
      ]),
    );
    expect(preview.columns).toEqual([
      { title: "Gericht", field: "name", samples: ["Rind"] },
      { title: "Preis", field: "price", samples: ["19"] },
    ]);
  });

  it("is refused of anybody else, before it is read", async () => {
    const waiter = await api.signIn(api.here, "waiter");
    expect(await upload(xlsxFile(MENU), { cookie: waiter })).toMatchObject({ code: "not-allowed" });
    expect(await upload(xlsxFile(MENU), { cookie: "" })).toMatchObject({ code: "token-missing" });
  });

  it.each([
    ["text", () => Buffer.from("Name,Price"), 415, "spreadsheet-type"],
    ["cut off", () => xlsxFile(MENU).subarray(0, 300), 422, "spreadsheet-broken"],
    // Read in this process, it would end it.
    ["of too many cells for any memory", withFarCell, 413, "spreadsheet-too-large"],
  ])(
    "that is %s is refused with a code, and the next one is read",
    async (_, file, status, code) => {
      expect(await upload(file())).toMatchObject({ status, code });
      expect(await upload(xlsxFile(MENU))).toMatchObject({ status: 200 });
    },
  );

  it("of more bytes than allowed is refused before it is read", async () => {
    const length = MAX_SPREADSHEET_BYTES + 1;
    expect(await upload(new Uint8Array(length))).toMatchObject({ code: "spreadsheet-too-large" });
  });
});

describe("The reader of spreadsheets", () => {
  it("is stopped when it takes too long", async () => {
    const reader = createSpreadsheetReader({ maxMs: 1 });
    await expect(reader.read(xlsxFile(MENU))).rejects.toMatchObject({
      code: "spreadsheet-too-large",
    });
  });

  it("stops what it reads when the server leaves", async () => {
    const reader = createSpreadsheetReader();
    const reading = reader.read(xlsxFile(MENU));
    reader.close();
    await expect(reading).rejects.toMatchObject({ code: "restarting" });
    await expect(reader.read(xlsxFile(MENU))).rejects.toMatchObject({ code: "restarting" });
  });
});
