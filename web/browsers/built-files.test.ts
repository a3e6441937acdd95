import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newerFeatures } from "./newer-features.ts";
import { OLDEST_BROWSERS } from "./oldest.ts";

const web = fileURLToPath(new URL("..", import.meta.url));

/** What the built files name although one of the oldest browsers lacks it, and why that is no harm. */
const HARMLESS: Readonly<Record<string, string>> = {
  "Error.captureStackTrace": "zod asks whether it is there",
  "Intl.Segmenter": "seat.ts asks whether it is there",
  "Intl.supportedValuesOf": "DaysSetting.tsx asks whether it is there",
  "RegExp.escape": "lib0 has its own where it is missing",
  "URL.canParse": "zod has its own where it is missing",
  "navigator.share": "ShareTable.tsx asks whether it is there",
  "navigator.wakeLock": "wake-lock.ts asks whether it is there",
  "globalThis.print": "PrintCards.tsx asks whether it is there",
  ".adopt()": "our own: the replica",
  ".drop()": "our own: dish drafts",
  ".move()": "our own: a ticket",
  ".sync()": "our own: the kitchen's and the floor's feed",
  ".take()": "our own: allowances",
  ".toArray()": "Yjs' own",
  ".when()": "zod's own",
};

let folder: string;
const scripts = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-built-"));
  const nodeEnv = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  await build({ root: web, logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  process.env.NODE_ENV = nodeEnv;
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith(".js")) scripts.set(name, await readFile(join(folder, name), "utf8"));
  }
}, 180_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the built web app", () => {
  test("uses nothing that one of the oldest browsers lacks, besides what is guarded", () => {
    const named = new Set<string>();
    const offences: string[] = [];
    for (const [file, script] of scripts) {
      for (const { name, lacking } of newerFeatures(script)) {
        named.add(name);
        if (!Object.hasOwn(HARMLESS, name)) offences.push(`${file}: ${name} (${lacking})`);
      }
    }
    expect(scripts.size).toBeGreaterThan(20);
    expect(offences).toEqual([]);
    expect(Object.keys(HARMLESS).filter((name) => !named.has(name))).toEqual([]);
  });

  test("tells older browsers so with a script that they understand", async () => {
    const script = scripts.get("old-browser.js")!;
    expect(() => parse(script, { ecmaVersion: 5 })).not.toThrow();
    const page = await readFile(join(folder, "index.html"), "utf8");
    const { safari_ios, chrome, samsunginternet_android, firefox } = OLDEST_BROWSERS;
    const samsung = samsunginternet_android.replace(".0", "");
    expect(page).toContain(
      `iOS ${safari_ios} · Chrome ${chrome} · Samsung Internet ${samsung} · Firefox ${firefox}`,
    );
    // Content-Security-Policy refuses scripts that stand in the page.
    for (const [tag] of page.matchAll(/<script\b[^>]*>/g)) expect(tag).toContain(" src=");
  });
});

describe("the check", () => {
  test.each([
    ["class A { static { A.b = 1 } }", "static {}"],
    ["text.isWellFormed()", ".isWellFormed()"],
    ["const s = new Intl.Segmenter()", "Intl.Segmenter"],
    ["AbortSignal.timeout(5)", "AbortSignal.timeout"],
    ["AbortSignal.any([])", "AbortSignal.any"],
    ["list.toReversed()", ".toReversed()"],
    ["navigator.wakeLock", "navigator.wakeLock"],
    ["window.scheduler", "window.scheduler"],
    ["const e = /(?<=a)b/", "(?<=…)"],
    ["new RegExp('(?<!a)b')", "(?<=…)"],
    ["const e = /[a&&b]/v", "/…/v"],
    ["new Worker(u, { type: `module` })", "module workers"],
    ["Promise.withResolvers()", "Promise.withResolvers"],
    ["structuredClone({})", "structuredClone"],
  ])("finds what is too new in %s", (script, name) => {
    expect(newerFeatures(script).map((feature) => feature.name)).toContain(name);
  });

  test.each([
    "list.at(-1); list.findLast(Boolean); Object.hasOwn(a, b)",
    "text.isWellFormed?.()",
    "function f(scheduler) { return scheduler.postTask }",
    "class A { #b = 1; static c = 2; has(d) { return #b in d } }",
    "const e = /(?<name>a)/u; a ??= b; await c",
  ])("leaves %s alone", (script) => {
    expect(newerFeatures(script)).toEqual([]);
  });
});
