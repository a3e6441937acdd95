import { expect, test } from "vitest";
import { parseStat } from "./process-cpu.ts";

test("a process' times are read past whatever its name holds", () => {
  const line =
    "42 (pg ) writer (1) S 7 42 42 0 -1 4194560 100 200 0 0 11 22 33 44 20 0 1 0 5 6 7 8";
  expect(parseStat(line)).toEqual({ parent: 7, own: 33, ended: 77 });
});
