import { ERRORS, type ErrorCode } from "@tureen/shared/platform/errors";
import { expect, test } from "vitest";
import { errorKey } from "./errors.ts";
import { messages } from "./messages/en.ts";

test("every error code has a sentence for people", () => {
  const ours = Object.keys(ERRORS) as ErrorCode[];
  const codes = [...ours, "network", "timeout", "captive-portal"] as const;
  const silent = codes.filter((code) => !Object.hasOwn(messages, errorKey(code)));
  expect(silent).toEqual([]);
});

test("what guests meet at the table is told in so many words", () => {
  // Everything that a guest's own requests are refused with, but for what a program did wrong.
  const met = [
    "table-unknown",
    "table-taken",
    "pin-wrong",
    "pin-locked",
    "session-closed",
  ] as const;
  for (const code of met) expect(errorKey(code)).toBe(`error.${code}`);
});
