import { expect, it } from "vitest";
import { toldText } from "./formats/report.ts";
import { parseMenuFile } from "./menu-file.ts";

const dish = { name: "Soup", price: "5.50" };
const file = (part: object, item: object = dish) => ({
  ...{ name: "Here", currency: "EUR", locale: "en" },
  categories: [{ name: "Soups", items: [item] }],
  ...part,
});
const told = (json: unknown) => {
  const parsed = parseMenuFile(json);
  return parsed.ok ? [] : parsed.problems.map((each) => `${each.path}: ${toldText(each)}`);
};

it.each<[string, unknown]>([
  ["(the file): is of the wrong kind: object is expected", []],
  ["name: is missing", file({ name: undefined })],
  ["name: is of the wrong kind: string is expected", file({ name: 7 })],
  ["name: is empty", file({ name: "" })],
  ["name: is longer than 200 characters", file({ name: "n".repeat(201) })],
  ["categories: has fewer than 1", file({ categories: [] })],
  ["day_starts_at: is more than 12", file({ day_starts_at: 13 })],
  ["day_starts_at: is less than 0", file({ day_starts_at: -1 })],
  ["currency: is not an ISO 4217 currency code", file({ currency: "EURO" })],
  ["locale: is not a BCP 47 language tag", file({ locale: "x" })],
  ["timezone: “Mars” is not an IANA time zone like “Europe/Berlin”", file({ timezone: "Mars" })],
  ["categories[0].items[0].price: “x” is not an amount in EUR", file({}, { ...dish, price: "x" })],
  [
    "categories[0].items[0].served[0].until: a time needs the other one too",
    file({}, { ...dish, served: [{ from: "10:00" }] }),
  ],
  [
    'categories[0].items[0].price_rules[0].change: is neither {"percent": -20}, {"price": "5.00"} nor {"minus": "1.00"}',
    file({}, { ...dish, price_rules: [{ when: [{ days: ["mon"] }], change: { twice: true } }] }),
  ],
  [
    "categories[0].items[0].id: has a value that is not possible here",
    file({}, { ...dish, id: {} }),
  ],
])("%s", (problem, json) => {
  expect(told(json)).toContain(problem);
});
