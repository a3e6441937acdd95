import { expect, it } from "vitest";
import { longestWord } from "./words.ts";

it("counts the longest word, which may end at a space or a hyphen, and Chinese at any sign", () => {
  expect(longestWord("Pea & Mint Soup, served chilled")).toBe(7);
  expect(longestWord("Schweinefiletmedaillons in Rahm")).toBe(23);
  expect(longestWord("Käse-Lauch-Suppe")).toBe(5);
  expect(longestWord("宫保鸡丁配米饭")).toBe(1);
  expect(longestWord("")).toBe(1);
});
