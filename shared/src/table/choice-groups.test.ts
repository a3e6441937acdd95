import { expect, test } from "vitest";
import type { MenuItem } from "../menu/menu.ts";
import {
  choiceGroups,
  choicesText,
  choiceWords,
  takenAwayName,
  withoutGroups,
} from "./choice-groups.ts";
import { chosenValues } from "./chosen-values.ts";

const value = (id: string, name: string, de?: string) => ({
  ...{ id, name, priceDelta: 0 },
  ...(de ? { translations: { de } } : {}),
});

const BURGER: MenuItem = {
  id: "burger",
  name: "Burger",
  price: 1000,
  allergens: [],
  additives: [],
  options: [
    {
      ...{ id: "size", name: "Size", translations: { de: "Größe" }, min: 1, max: 1 },
      values: [value("m", "Medium"), value("l", "Large", "Groß")],
    },
    {
      ...{ id: "without", name: "Without", translations: { de: "Ohne" }, min: 0, max: 2 },
      values: [value("no-onion", "Onion", "Zwiebel"), value("no-tomato", "Tomato", "Tomate")],
    },
    {
      ...{ id: "extra", name: "Extra", min: 0, max: 2 },
      values: [value("more-onion", "Onion", "Zwiebel"), value("cheese", "Cheese", "Käse")],
    },
    { id: "nuts", name: "Nuts", min: 1, max: 1, values: [value("yes", "Yes"), value("no", "No")] },
  ],
};

const text = (values: string[], language?: string) =>
  choicesText(
    chosenValues(
      BURGER,
      BURGER.options.map(({ id: option }) => ({ option, values })),
      language,
    ),
  );

test("no two choices that mean different things look the same", () => {
  const all = BURGER.options.flatMap((option) => option.values.map((each) => each.id));
  expect(new Set(all.map((id) => text([id]))).size).toBe(all.length);
  expect(text(["no-onion"])).toBe("Without: Onion");
  expect(text(["more-onion"])).toBe("Extra: Onion");
});

test("a value that says nothing alone is named in a group that asks for one, too", () => {
  expect(text(["no"])).toBe("Nuts: No");
});

test("values stand under their group, in the menu's order, whatever was tapped first", () => {
  expect(text(["cheese", "no-tomato", "l", "no-onion", "more-onion"])).toBe(
    "Size: Large · Without: Onion, Tomato · Extra: Onion, Cheese",
  );
  expect(text([])).toBe("");
});

test("group and value are in the reader's language, each as far as there is one", () => {
  expect(text(["l", "no-onion", "cheese"], "de-AT")).toBe(
    "Größe: Groß · Ohne: Zwiebel · Extra: Käse",
  );
});

test("what has no group any more is shown bare rather than under another's name", () => {
  const choices = [{ optionName: "Without", valueName: "Onion" }, ...withoutGroups(["Cheese"])];
  expect(choicesText(choices)).toBe("Without: Onion · Cheese");
  expect(choiceGroups(choices)).toEqual([
    { name: "Without", values: ["Onion"] },
    { name: "", values: ["Cheese"] },
  ]);
});

test("a value that is chosen twice is counted, and one that was taken away is said so", () => {
  const choices = ["Shot", "Shot", takenAwayName("Foam")].map((valueName) => ({
    optionName: "Coffee",
    valueName,
  }));
  expect(choicesText(choices)).toBe("Coffee: 2 × Shot, 0 × Foam");
  const words = (count: number, name: string) => (count === 0 ? `no ${name}` : `${name} ${count}×`);
  expect(choicesText(choices, words)).toBe("Coffee: Shot 2×, no Foam");
  expect(choiceGroups(choices, words)).toEqual([
    { name: "Coffee", values: ["Shot 2×", "no Foam"], without: ["no Foam"] },
  ]);
  // Without onion, and more of it: two things of one name.
  expect(choiceWords(["Onion", "Onion", takenAwayName("Foam")], words)).toEqual([
    "Onion",
    "Onion",
    "no Foam",
  ]);
});
