import { expect, test, vi } from "vitest";
import { loadUntilThere } from "./load-until-there.ts";

test("a part of the app that cannot be loaded is tried again until it can", async () => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockImplementation(() => {});
  const load = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new TypeError("no signal"))
    .mockRejectedValueOnce(new TypeError("no signal"))
    .mockResolvedValue("loaded");
  const loading = loadUntilThere(load);
  await vi.advanceTimersByTimeAsync(500 + 1_000);
  await expect(loading).resolves.toBe("loaded");
  expect(load).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a part of the app that the browser does not understand is not tried again", async () => {
  const load = vi.fn<() => Promise<string>>().mockRejectedValue(new SyntaxError("static {"));
  await expect(loadUntilThere(load)).rejects.toThrow(SyntaxError);
  expect(load).toHaveBeenCalledTimes(1);
});
