import { expect, test } from "vitest";
import { cleanPin } from "./pin.ts";

test("keeps the digits of whatever was pasted", () => {
  expect(cleanPin(" 123 456 ", 6)).toBe("123456");
  expect(cleanPin("PIN: 12-34-56-78", 6)).toBe("123456");
  expect(cleanPin("１２３٤٥٦", 6)).toBe("123456");
  expect(cleanPin("no digits", 6)).toBe("");
});
