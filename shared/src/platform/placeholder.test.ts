import { expect, test } from "vitest";
import { isPlaceholder } from "./placeholder.ts";

test.each([
  "change-me-jwt-secret-of-32-characters",
  "CHANGE_ME",
  "changeme",
  "postgresql://user:change-me@db:5432/name",
])("%s is a placeholder", (value) => expect(isPlaceholder(value)).toBe(true));

test.each(["q7Yb0n3-exchange-metal", "postgresql://user:4f9a@db:5432/name", ""])(
  "%s is none",
  (value) => expect(isPlaceholder(value)).toBe(false),
);
