/** SECURITY.md's hostile cases against the tests that it names. */
import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

const checkout = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, checkout), "utf8");
const [, section = ""] = read("SECURITY.md").split(/^## Hostile cases$/m);
const rows = section
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| who |"))
  .map((line) => line.slice(2, -2).split(" | "));
/** The tests of each case, as file and name. */
const cited = rows.map(([who, what, , tests = ""]) => ({
  threat: `${who} ${what}`,
  tests: [...tests.matchAll(/`([^`]+)`: “([^”]+)”/g)].map(([, file = "", name = ""]) => ({
    file,
    name,
  })),
}));

/** Whether a file has a test of this name, whichever quotes it is in and whatever it is called with. */
function hasTest(source: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`\\b(?:it|test)\\b[\\s\\S]{0,400}?\\(\\s*"${escaped}"`).test(source);
}

describe("Each hostile case of SECURITY.md", () => {
  test.each(cited)("$threat: is played by tests that exist", ({ tests }) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, name } of tests) {
      expect([file, name, hasTest(read(file), name)]).toEqual([file, name, true]);
    }
  });

  test("and each file of attacks plays one of them", () => {
    const named = new Set(cited.flatMap(({ tests }) => tests.map(({ file }) => file)));
    const attacks = globSync("*/src/attacks/**/*.test.ts", { cwd: checkout });
    expect(attacks.length).toBeGreaterThan(8);
    expect(attacks.filter((file) => !named.has(file))).toEqual([]);
  });
});
