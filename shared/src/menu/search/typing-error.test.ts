import { expect, test } from "vitest";
import { meantWords } from "./typing-error.ts";

const WORDS = ["pizza", "piadina", "margherita", "chicken", "beer", "soup", "rindfleischsuppe"];
const meant = (typed: string, words = WORDS) => meantWords(typed, words);

test.each([
  ["a letter missing", "chiken", ["chicken"]],
  ["a letter too many", "chickken", ["chicken"]],
  ["a wrong letter", "chicjen", ["chicken"]],
  ["two letters swapped", "chikcen", ["chicken"]],
  ["the first letter wrong", "xhicken", ["chicken"]],
  ["the first two swapped", "hcicken", ["chicken"]],
  ["the last letter wrong", "chickem", ["chicken"]],
  ["the last letter missing", "chicke", ["chicken"]],
  ["one behind the end", "chickens", ["chicken"]],
  ["a doubled letter", "pizzza", ["pizza"]],
  ["two errors", "chkcen", []],
  ["another word", "lasagne", []],
])("%s: %s", (_, typed, words) => {
  expect(meant(typed)).toEqual(words);
});

test("a whole word counts before the beginning of one, and that before the middle of one", () => {
  expect(meant("piza")).toEqual(["pizza"]);
  expect(meant("margerit")).toEqual(["margherita"]);
  expect(meant("fliesch")).toEqual(["rindfleischsuppe"]);
  expect(meant("fliesch", [...WORDS, "fleischer"])).toEqual(["fleischer"]);
});

test("short words are taken as they are, and so are numbers", () => {
  expect(meant("pza")).toEqual([]);
  expect(meant("beef")).toEqual([]);
  expect(meant("sopu")).toEqual(["soup"]);
  expect(meant("12345", ["12346"])).toEqual([]);
});

test("Chinese and Japanese words are short, and have no spaces around them", () => {
  expect(meant("宫爆鸡丁", ["经典宫保鸡丁饭"])).toEqual(["经典宫保鸡丁饭"]);
  expect(meant("牛肉", ["羊肉"])).toEqual([]);
  // Three kana, one of which has a mark.
  expect(meant("どりや".normalize("NFD"), ["どりんく".normalize("NFD")])).toEqual([]);
});

test("two Korean syllables are four letters or more, and another word with one changed", () => {
  expect(meant("우동".normalize("NFD"), ["우둥".normalize("NFD")])).toEqual([]);
  const [typed, word] = ["비빔밤", "비빔밥"].map((text) => text.normalize("NFD")) as [
    string,
    string,
  ];
  expect(meant(typed, [word])).toEqual([word]);
});
