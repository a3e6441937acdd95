import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { setLocale } from "../platform/i18n/locale.ts";
import { uiMessages } from "../platform/ui/messages/messages.ts";
import { allergenName } from "./allergen-name.ts";

beforeEach(() => vi.stubGlobal("document", { documentElement: {} }));
// Other tests share this language.
afterEach(() => {
  setLocale("en");
  vi.unstubAllGlobals();
});

test("guests and cooks read usual allergens in their language, others as the menu says", async () => {
  const names = () => ["gluten", "EGGS", "nuts", "Kiwi"].map(allergenName);
  expect(names()).toEqual(["gluten", "eggs", "nuts", "Kiwi"]);
  setLocale("de");
  await uiMessages.prepare();
  expect(names()).toEqual(["Gluten", "Eier", "Schalenfrüchte", "Kiwi"]);
});
