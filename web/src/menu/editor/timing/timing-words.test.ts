import { expect, test } from "vitest";
import { servedText } from "./timing-words.ts";

test("what is served is a sentence, also where nothing is said of it", () => {
  expect(servedText([{ days: [7] }, { days: [1] }])).toBe("Served Sun; Mon");
  expect(servedText(undefined)).toBe("Served whenever you are open");
});
