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
