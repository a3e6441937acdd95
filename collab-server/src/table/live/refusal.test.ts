import { TureenError } from "@tureen/shared/platform/errors";
import { CLOSE } from "@tureen/shared/platform/protocol/reactions";
import { expect, test } from "vitest";
import { toRefusal } from "./refusal.ts";

test("a refusal keeps its code, a database that is away says so, anything else is internal", () => {
  expect(toRefusal(new TureenError("written-once")).reason).toBe("written-once");
  const starting = Object.assign(new Error("the database system is starting up"), {
    code: "57P03",
  });
  expect(toRefusal(starting).reason).toBe("storage-unavailable");
  expect(toRefusal(new Error("Connection terminated unexpectedly")).reason).toBe(
    "storage-unavailable",
  );
  expect(toRefusal(new TypeError("x is not a function")).reason).toBe("internal");
});

test("what went wrong on our side lets the phone keep everything and come back", () => {
  expect(toRefusal(new Error("oops")).code).toBe(CLOSE.unavailable);
});
