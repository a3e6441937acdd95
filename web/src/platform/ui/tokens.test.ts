/// <reference types="node" />
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** The colours of the n-th block of the stylesheet (0 light, 1 dark, 2 kitchen), on top of light. */
function theme(n: number): Map<string, string> {
  const blocks = css.split(
    /(?=@media \(prefers-color-scheme: dark\))|(?=\[data-theme="kitchen"\])/,
  );
  const colours = (text: string) =>
    [...text.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(
      (m) => [m[1] ?? "", m[2] ?? ""] as const,
    );
  return new Map([...colours(blocks[0] ?? ""), ...colours(blocks[n] ?? "")]);
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

const TEXT_PAIRS = [
  ...["paper", "paper-raised", "paper-sunken"].flatMap((paper) =>
    ["ink", "ink-2", "ink-3", "copper", "bad"].map((ink) => [ink, paper] as const),
  ),
  ["on-copper", "copper"],
  ["copper-strong", "copper-soft"],
  ["copper", "copper-soft"],
  ["good", "good-soft"],
  ["warn", "warn-soft"],
  ["bad", "bad-soft"],
  ["info", "info-soft"],
  ["paper", "bad"],
  ...Array.from({ length: 12 }, (_, i) => ["on-seat", `seat-${i + 1}`] as const),
] as const;

const SHAPE_PAIRS = [
  ["line-strong", "paper"],
  ["line-strong", "paper-raised"],
  ...Array.from({ length: 12 }, (_, i) => [`seat-${i + 1}`, "paper"] as const),
] as const;

for (const [n, name] of ["light", "dark", "kitchen"].entries()) {
  test(`${name}: text reaches 4.5:1 and shapes 3:1 (WCAG AA)`, () => {
    const colours = theme(n);
    const ratio = (pair: readonly [string, string]) =>
      contrast(colours.get(pair[0]) ?? "", colours.get(pair[1]) ?? "");
    expect(colours.get("paper")).toMatch(/^#/);
    expect(TEXT_PAIRS.filter((p) => !(ratio(p) >= 4.5)).map((p) => `${p} ${ratio(p)}`)).toEqual([]);
    expect(SHAPE_PAIRS.filter((p) => !(ratio(p) >= 3)).map((p) => `${p} ${ratio(p)}`)).toEqual([]);
  });
}
