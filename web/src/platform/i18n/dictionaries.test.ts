import { type Message, placeholdersOf } from "@tureen/shared/platform/i18n/format";
import { LOCALES } from "@tureen/shared/platform/i18n/locales";
import { expect, test } from "vitest";

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
