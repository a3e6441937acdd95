/// <reference types="node" />
import { readFileSync } from "node:fs";
import { type Message, placeholdersOf } from "@tureen/shared/platform/i18n/format";
import { LOCALES, type Locale } from "@tureen/shared/platform/i18n/locales";
import { describe, expect, test } from "vitest";

type Dictionary = Record<string, Message>;

/** Every dictionary there is, the server's too, found by its place: <page>/messages/<language>.ts. */
const modules = import.meta.glob<{ messages: Dictionary }>(
  [
    "../../**/messages/{en,de,ja,zh,ar}.ts",
    "../../../../{shared,collab-server}/src/**/messages/{en,de,ja,zh,ar}.ts",
  ],
  {
    eager: true,
  },
);

const byPage = new Map<string, Map<string, Dictionary>>();
for (const [path, module] of Object.entries(modules)) {
  const [, page, language] = /^(?:\.\.\/)+(.+)\/messages\/(\w+)\.ts$/.exec(path) ?? [];
  if (!page || !language) throw new Error(`unexpected dictionary path ${path}`);
  byPage.set(page, (byPage.get(page) ?? new Map()).set(language, module.messages));
}

test("there is something to compare", () => {
  expect([...byPage.keys()]).toEqual(
    expect.arrayContaining([
      ...["diner", "staff/team"],
      ...[
        "shared/src/menu/timing",
        "shared/src/menu/formats",
        "collab-server/src/menu/public-page",
      ],
    ]),
  );
});

for (const [page, dictionaries] of byPage) {
  const english = dictionaries.get("en") ?? {};
  for (const language of LOCALES) {
    test(`${page} speaks ${language} as completely as English`, () => {
      const translated = dictionaries.get(language) ?? {};
      expect(Object.keys(translated).sort()).toEqual(Object.keys(english).sort());
      for (const [key, message] of Object.entries(english)) {
        expect(placeholdersOf(translated[key] ?? ""), key).toEqual(placeholdersOf(message));
      }
    });
  }
}

describe("Quotation marks", () => {
  const MARKS: Readonly<Record<Locale, readonly [open: string, close: string]>> = {
    en: ["“", "”"],
    de: ["„", "“"],
    ar: ["«", "»"],
    ja: ["「", "」"],
    zh: ["“", "”"],
  };
  /** Anything that quotes somewhere; a straight one is a typewriter's. */
  const ANY = /["“”„‟«»‹›「」『』]/gu;
  /** What is left of a text without its quotations is free of marks, if all are the language's own. */
  const strayIn = (text: string, [open, close]: readonly [string, string]) =>
    text.replace(new RegExp(`${open}[^${open}${close}]*${close}`, "gu"), "").match(ANY) ?? [];

  test.each(LOCALES)("of messages are those of %s, and closed", (language) => {
    for (const [page, dictionaries] of byPage) {
      for (const [key, message] of Object.entries(dictionaries.get(language) ?? {})) {
        const forms = typeof message === "string" ? [message] : Object.values(message);
        for (const text of forms) {
          expect([page, key, text, strayIn(text, MARKS[language])]).toEqual([page, key, text, []]);
        }
      }
    }
  });

  test("are told apart: another language's, unclosed and straight ones are found", () => {
    expect(strayIn("Zurück zu „Warten“", MARKS.de)).toEqual([]);
    expect(strayIn("Zurück zu “Warten”", MARKS.de)).toEqual(["“", "”"]);
    expect(strayIn("Zurück zu „Warten”", MARKS.de)).toEqual(["„", "”"]);
    expect(strayIn('Zurück zu "Warten"', MARKS.de)).toEqual(['"', '"']);
  });

  test("of what guests wrote follow the reader's language, and no source writes its own", () => {
    const baseStyles = readFileSync(new URL("../ui/base.css", import.meta.url), "utf8");
    for (const language of LOCALES) {
      const own = new RegExp(`q:lang\\(${language}\\) \\{\\s*quotes: "(.)" "(.)";`, "u");
      const anyone = /^q \{\s*quotes: "(.)" "(.)";/mu;
      const found = own.exec(baseStyles) ?? anyone.exec(baseStyles);
      expect(found?.slice(1, 3)).toEqual(MARKS[language]);
    }
    const sources = import.meta.glob<string>(["../../**/*.{ts,tsx}", "!../../**/*.test.ts"], {
      ...{ eager: true, query: "?raw", import: "default" },
    });
    const wrong = Object.entries(sources).filter(
      ([path, source]) => !path.includes("/messages/") && /[“”„«»「」『』]/u.test(source),
    );
    expect(wrong.map(([path]) => path)).toEqual([]);
  });
});
