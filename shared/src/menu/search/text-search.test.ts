import { afterEach, expect, test, vi } from "vitest";
import { createSearch } from "./text-search.ts";

afterEach(() => vi.restoreAllMocks());

/** Finds dishes of which only the name is known. */
function searchIn(...names: string[]) {
  const search = createSearch(names.map((name) => ({ id: name, texts: [name] })));
  return (query: string) => [...search(query)];
}

const DISHES = [
  "Bœuf bourguignon",
  "Hors d’œuvre",
  "Chef's salad",
  "Æbleskiver",
  "Isırgan çorbası",
  "ハンバーグ",
  "شوربة عدس",
  "Coca-Cola",
  "Cheeseburger",
  "Burger Classic",
  "Nudelsuppe",
];

test.each([
  ["boeuf", ["Bœuf bourguignon"]],
  ["oeuvre", ["Hors d’œuvre"]],
  ["d'oeuvre", ["Hors d’œuvre"]],
  ["chef's", ["Chef's salad"]],
  ["chef’s", ["Chef's salad"]],
  ["chefs", ["Chef's salad"]],
  ["aebleskiver", ["Æbleskiver"]],
  ["isirgan", ["Isırgan çorbası"]],
  ["ISIRGAN", ["Isırgan çorbası"]],
  ["はんばーぐ", ["ハンバーグ"]],
  ["شوربه", ["شوربة عدس"]],
  ["العدس", ["شوربة عدس"]],
  ["cocacola", ["Coca-Cola"]],
  ["coca cola", ["Coca-Cola"]],
  ["coca-cola", ["Coca-Cola"]],
  ["cola", ["Coca-Cola"]],
  ["burgers", ["Cheeseburger", "Burger Classic"]],
  ["suppe", ["Nudelsuppe"]],
  ["classic burger", ["Burger Classic"]],
  ["burger sushi", []],
])("%s", (query, found) => {
  expect(searchIn(...DISHES)(query)).toEqual(found);
});

test("an apostrophe is found however the menu has it", () => {
  for (const name of ["Chefs Salad", "Chef's Salad", "Chef’s Salad", "Chef`s Salad"]) {
    for (const query of ["chefs", "chef's", "chef’s", "chef‘s salad", "chef"]) {
      expect(searchIn(name)(query), `${query} in ${name}`).toEqual([name]);
    }
  }
});

test("words run together only from the beginning of one", () => {
  const find = searchIn("Mac & Cheese", "7-Up", "Pasta salad");
  expect(find("maccheese")).toEqual(["Mac & Cheese"]);
  expect(find("mac & cheese")).toEqual(["Mac & Cheese"]);
  expect(find("7up")).toEqual(["7-Up"]);
  expect(find("stasala")).toEqual([]);
});

test("a plural finds the singular, and not every word that begins like it", () => {
  const find = searchIn("Reis", "Glutenfrei", "Cherry pie", "Hamburger", "Burgermeister", "Egg");
  expect(find("reis")).toEqual(["Reis"]);
  expect(find("burgers")).toEqual(["Hamburger"]);
  expect(find("cherries")).toEqual(["Cherry pie"]);
  expect(find("eggs")).toEqual(["Egg"]);
});

test("what is spelled right wins over what is not", () => {
  const find = searchIn("Salad", "Salat", "Margherita", "Chicken soup", "Chicken curry");
  expect(find("salat")).toEqual(["Salat"]);
  expect(find("margarita")).toEqual([]);
  expect(find("margherit")).toEqual(["Margherita"]);
  expect(find("chiken")).toEqual(["Chicken soup", "Chicken curry"]);
  expect(find("chiken soup")).toEqual(["Chicken soup"]);
  expect(find("chicken suop")).toEqual(["Chicken soup"]);
});

test("a word that is right by chance is forgiven when it leads nowhere", () => {
  // "stake" is on the menu, but not with fries.
  const find = searchIn("Steke with fries", "Stake your claim");
  expect(find("stake fries")).toEqual(["Steke with fries"]);
});

test("a mended word is looked for inside others as well", () => {
  expect(searchIn("Burger", "Cheeseburger", "Soup")("burgr")).toEqual(["Burger", "Cheeseburger"]);
});

test("words of one text do not run into those of the next", () => {
  const search = createSearch([{ id: "a", texts: ["Coca", "Cola"] }]);
  expect(search("cocacola").size).toBe(0);
  expect(search("cola coca").size).toBe(1);
});

test("an empty query, or one of signs alone, matches everything", () => {
  for (const query of ["", "  ", "\u3000", "&", "…"]) {
    expect(searchIn("A", "B")(query), JSON.stringify(query)).toEqual(["A", "B"]);
  }
});

test("a key press folds what was typed and nothing of the menu", () => {
  const dishes = Array.from({ length: 600 }, (_, i) => ({
    id: String(i),
    texts: [`Gericht ${i}`],
  }));
  const search = createSearch(dishes);
  const folded = vi.spyOn(String.prototype, "normalize");
  for (const query of ["gericht", "gerihct", "xyz käse"]) search(query);
  // Twice for each of four words, once more for the other spelling of "käse".
  expect(folded.mock.calls.length).toBeLessThanOrEqual(9);
});
