import { describe, expect, test } from "vitest";
import { readArguments } from "./arguments.ts";

describe("The command line", () => {
  test("asks for one node unless it says how many", () => {
    expect(readArguments([])).toEqual({ ok: true, dev: false, nodes: 1 });
    expect(readArguments(["--nodes", "3"])).toEqual({ ok: true, dev: false, nodes: 3 });
    expect(readArguments(["--dev"])).toEqual({ ok: true, dev: true, nodes: 1 });
  });

  test.each([[["--nodes", "0"]], [["--nodes", "x"]], [["--nodes", "99"]], [["--nodes"]], [["-x"]]])(
    "is refused when it is %j",
    (args) => expect(readArguments(args)).toMatchObject({ ok: false, problem: expect.any(String) }),
  );

  test("refuses several nodes in development, with a sentence", () => {
    const read = readArguments(["--dev", "--nodes=2"]);
    expect(!read.ok && read.problem).toContain("npm run dev runs a single node");
  });
});
