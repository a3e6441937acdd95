import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { requireLibraries, requirePinned } from "./libraries.ts";

test("what is installed is what the package pins, exactly", () => {
  requireLibraries();
  expect(packageJson.dependencies.pg).toMatch(/^\d+\.\d+\.\d+$/);
});

test("another version is named, with what to do", () => {
  const pinned = { ...packageJson.dependencies, yjs: "13.6.1" };
  expect(() => requirePinned(import.meta.url, pinned, ["pg", "yjs"])).toThrow(
    /yjs 13\.\d+\.\d+, not 13\.6\.1\.\nRun npm ci/,
  );
});
