import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Checkout, checkDocument } from "./links.ts";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
/** Not kept in git, or no place for documents. */
const skipped = new Set(["node_modules", "dist", "test-results", "playwright-report"]);

function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (skipped.has(entry.name)) continue;
    if (entry.isFile()) yield path;
    else if (
      entry.isDirectory() &&
      (!entry.name.startsWith(".") || /^\.(ci|github)$/.test(entry.name))
    )
      yield* filesIn(path);
  }
}

const files = [...filesIn("")];
const checkout: Checkout = { files, read: (path) => readFileSync(join(root, path), "utf8") };

describe("the documents of this checkout", () => {
  it.each(files.filter((file) => file.endsWith(".md")))("%s cites only what exists", (path) => {
    expect(checkDocument(path, checkout)).toEqual([]);
  });
});

describe("the check of documents", () => {
  const check = (text: string) =>
    checkDocument("infra/README.md", {
      files: ["infra/README.md", "infra/run/main.ts", "shared/src/money.ts", "LICENSE"],
      read: () => text,
    });

  it.each([
    "[gone](gone.md)",
    "[gone](../LICENCE)",
    "# Here\n[there](#there)",
    "see infra/start/main.ts",
    "`shared/src/pricing.ts`",
    "`shared/src/*.sql`",
    "`pricing.ts`",
    "```\nnode infra/start/main.ts\n```",
  ])("refuses: %s", (text) => {
    expect(check(text)).toHaveLength(1);
  });

  it.each([
    "[run](run/main.ts), [licence](../LICENSE), [all](run)",
    "# What it is (1)\n[here](#what-it-is-1)",
    "[elsewhere](https://example.com/infra/start)",
    "see infra/run, infra/run/main.ts.",
    "`shared/src/*.ts`, `money.ts`, `src/money.ts`",
    "`shared/src/<domain>/endpoints.ts`",
    "`[not a link](anywhere)`",
  ])("allows: %s", (text) => {
    expect(check(text)).toEqual([]);
  });
});
