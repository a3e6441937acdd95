import { expect, test } from "vitest";
import type { Menu, MenuItem } from "../menu/menu.ts";
import { MENU, PIZZA, smallRecording } from "./testing/session-maker.ts";
import { whatIf, whatIfInSteps } from "./what-if.ts";

const recording = smallRecording();

/** The menu with every dish changed by a function; null takes it off. */
function menuWith(change: (item: MenuItem) => MenuItem | null): Menu {
  const categories = MENU.categories.map((category) => ({
    ...category,
    items: category.items.flatMap((item) => change(item) ?? []),
  }));
  return { ...MENU, version: 2, categories };
}

test("the same menu changes nothing", () => {
  const report = whatIf(recording, MENU);
  expect(report.confirms.map((entry) => entry.endsOtherwise)).toEqual([false, false]);
  expect([report.recordedTotal, report.otherwiseTotal]).toEqual([2300, 2300]);
});

test("dearer dishes end the same and cost more", () => {
  const dearer = menuWith((item) => ({ ...item, price: item.price + 100 }));
  const report = whatIf(recording, dearer);
  expect(report.confirms.map((entry) => entry.endsOtherwise)).toEqual([false, false]);
  expect(report.otherwiseTotal).toBe(2500);
});

test("a menu that is replaced unseen rejects what had another price", () => {
  const dearer = menuWith((item) => ({ ...item, price: item.price + 100 }));
  const [first] = whatIf(recording, dearer, { unseen: true }).confirms;
  expect(first?.otherwise).toMatchObject({ code: "lines", lines: [{ code: "price-changed" }] });
  expect(first?.endsOtherwise).toBe(true);
});

test("a dish that is not on the other menu is not ordered", () => {
  const without = menuWith((item) => (item.id === PIZZA ? null : item));
  const report = whatIf(recording, without);
  expect(report.confirms.map((entry) => entry.endsOtherwise)).toEqual([true, false]);
  expect(report.confirms[0]?.otherwise).toMatchObject({ lines: [{ code: "off-menu" }] });
  expect(report.otherwiseTotal).toBe(0);
});

test("what the other menu says of tax is on what it orders", () => {
  const tax = [{ category: "drinks", weight: 1 }];
  const report = whatIf(
    recording,
    menuWith((item) => ({ ...item, tax })),
  );
  const [first] = report.confirms;
  expect(first?.endsOtherwise).toBe(false);
  expect(first?.otherwise.ok && first.otherwise.lines.map((line) => line.tax)).toContainEqual(tax);
  expect(first?.recorded.ok && first.recorded.lines.some((line) => line.tax)).toBe(false);
});

test("with pauses it comes to the same, one after every confirm at least", () => {
  const steps = whatIfInSteps(recording, MENU);
  const { confirms } = whatIf(recording, MENU);
  let pauses = 0;
  let step = steps.next();
  for (; !step.done; step = steps.next()) pauses += 1;
  expect(step.value).toEqual(whatIf(recording, MENU));
  expect(pauses).toBeGreaterThanOrEqual(confirms.length);
});
