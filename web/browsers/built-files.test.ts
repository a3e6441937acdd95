import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "acorn";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newerCss } from "./newer-css.ts";
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
  "globalThis.print": "each button that prints asks whether it is there",
  ".adopt()": "our own: the replica",
  ".drop()": "our own: dish drafts",
  ".move()": "our own: a ticket",
  ".sync()": "our own: the kitchen's and the floor's feed",
  ".take()": "our own: allowances",
  ".toArray()": "Yjs' own",
  ".when()": "zod's own",
};

/** The same for style sheets. */
const HARMLESS_CSS: Readonly<Record<string, string>> = {
  "@container": "without it tables stay tables where text is twice as large",
  "@page": "only what is printed asks for a paper size and margins",
  "align-content: start": "grids have it everywhere; Safari 15 lacks it elsewhere",
  "break-after: avoid": "without it a heading may stand last on a printed page",
  "container-type": "as @container",
  "container-type: inline-size": "as @container",
  "content-visibility": "saves painting and changes nothing to see",
  cursor: "where there is no pointer, there is none to shape",
  "font-family: ui-monospace": "monospace stands behind it",
  "overscroll-behavior": "without it the page behind may scroll along",
  "overscroll-behavior-x": "without it a swipe may go back",
  page: "without it a printed menu has the usual margins",
  resize: "where a text field cannot be resized, it scrolls",
  "scrollbar-width": "without it the scrollbar is the usual one",
  size: "only what is printed asks for a paper size",
  "text-wrap": "without it lines break as usual",
};

let folder: string;
const scripts = new Map<string, string>();
const sheets = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-built-"));
  const nodeEnv = process.env.NODE_ENV;
  process.env.NODE_ENV = "production";
  await build({ root: web, logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  process.env.NODE_ENV = nodeEnv;
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith(".js")) scripts.set(name, await readFile(join(folder, name), "utf8"));
    if (name.endsWith(".css")) sheets.set(name, await readFile(join(folder, name), "utf8"));
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

  test("styles with nothing that one of the oldest browsers lacks, besides what does no harm", () => {
    const excused = new Set<string>();
    const offences: string[] = [];
    for (const [file, sheet] of sheets) {
      for (const { name, lacking } of newerCss(sheet)) {
        // A property excuses its values.
        const excuse = [name, name.split(":")[0]!].find((each) =>
          Object.hasOwn(HARMLESS_CSS, each),
        );
        if (excuse) excused.add(excuse);
        else offences.push(`${file}: ${name} (${lacking})`);
      }
    }
    expect(sheets.size).toBeGreaterThan(10);
    expect(offences).toEqual([]);
    expect(Object.keys(HARMLESS_CSS).filter((name) => !excused.has(name))).toEqual([]);
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

describe("the check of style sheets", () => {
  test.each([
    [".a:has(input:checked) { color: red }", ":has()"],
    ["@media print { .a:not(:has(p)) { color: red } }", ":has()"],
    ["@supports not selector(:has(*)) { .a:has(p) { color: red } }", ":has()"],
    ["@supports (display: grid) { .a:has(p) { color: red } }", ":has()"],
    [".a { .b & { color: red } }", "nesting"],
    ["@container (min-width: 1px) { .a { color: red } }", "@container"],
    ["@media (width >= 1px) { .a { color: red } }", "@media <"],
    [".a { block-size: 100dvh }", "dvh"],
    [".a { inline-size: 5cqw }", "cqw"],
    [".a { color: color-mix(in srgb, red 8%, blue) }", "color-mix()"],
    [".a { color: oklch(50% 0 0) }", "oklch()"],
    ["a { --b: light-dark(red, blue) }", "light-dark()"],
    [".a { translate: 1px; field-sizing: content }", "field-sizing"],
    // A browser finds out too late that it does not know this one.
    [".a { block-size: 1vh; block-size: calc(100dvh - var(--b)) }", "dvh"],
    [".a { block-size: 100dvh; block-size: 100svh }", "svh"],
  ])("finds what is too new in %s", (sheet, name) => {
    expect(newerCss(sheet).map((feature) => feature.name)).toContain(name);
  });

  test.each([
    "@supports selector(:has(*)) { .a:has(p) { color: red } }",
    "@supports (block-size: 100dvh) { @media print { .a { block-size: 100dvh } } }",
    ".a { block-size: 100vh; block-size: 100dvh }",
    ".a { -webkit-user-select: none; user-select: none }",
    ".a:is(.b, .c) > input:focus-visible + span::before { content: ':has(100dvh)'; inset: 0 }",
    "@keyframes a { 50% { opacity: 0 } to { transform: rotate(1turn) } }",
    ".a { background: #1dvh url(a:has.svg); inline-size: min(1px, max(2rem, 3vh)) }",
  ])("leaves %s alone", (sheet) => {
    expect(newerCss(sheet)).toEqual([]);
  });
});
