import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { setLocale } from "../../platform/i18n/locale.ts";
import { exchangeMessages } from "./messages/messages.ts";
import { noteMessages, noteText, placeText } from "./note-words.ts";

beforeAll(async () => {
  vi.stubGlobal("document", { documentElement: {} });
  setLocale("de");
  await Promise.all([exchangeMessages.prepare(), noteMessages.prepare()]);
});
afterAll(() => {
  setLocale("en");
  vi.unstubAllGlobals();
});

test("a note of a file is said in the reader's language, with its place", () => {
  const note = {
    kind: "no-price",
    message: 'says "cheap"',
    path: "sheet Wein, row 7, price",
  } as const;
  const said = { ...note, code: "price-said", params: { text: "cheap" } };
  expect(noteText(said)).toBe("sagt „cheap“: noch nicht im Verkauf");
  expect(placeText(said)).toBe("Blatt Wein, Zeile 7, Preis");
});

test("places are words where a table or the whole file is meant, and else what the file calls them", () => {
  expect(placeText({ path: "(the file)" })).toBe("Die Datei");
  expect(placeText({ path: "column 2, Jahrgang" })).toBe("Spalte 2, Jahrgang");
  expect(placeText({ path: "categories[0].items[1].price" })).toBe("categories[0].items[1].price");
});

test("what only another release of the server says stays in its English", () => {
  const note = { kind: "fault", path: "currency", message: "is odd" } as const;
  expect(noteText(note)).toBeUndefined();
  expect(noteText({ ...note, code: "of-tomorrow" })).toBeUndefined();
});
