import { expect, test } from "vitest";
import { generatorProblem } from "./generator-load.ts";

test("a round counts while the generator is on time and has room", () => {
  expect(generatorProblem({ lateP99Ms: 3, cpuShare: 0.5 })).toBeNull();
});

test("a round in which the generator was late, or had no room, is the generator's own", () => {
  expect(generatorProblem({ lateP99Ms: 11, cpuShare: 0.5 })).toMatch(/11 ms late/);
  expect(generatorProblem({ lateP99Ms: 3, cpuShare: 0.95 })).toMatch(/95 % of a core/);
});
