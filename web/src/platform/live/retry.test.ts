import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ClientErrorCode } from "../ui/errors.ts";
import { ApiError } from "./api.ts";
import { retryDelayMs, untilAnswered } from "./retry.ts";

/** Only what asking needs of a browser. */
class FakeWindow extends EventTarget {
  visibilityState = "visible";
}

let page: FakeWindow;
let ends: AbortController;
const told: ClientErrorCode[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  page = new FakeWindow();
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  ends = new AbortController();
  told.length = 0;
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const asking = () => ({
  settles: (code: ClientErrorCode) => code === "table-unknown",
  onFailure: (code: ClientErrorCode) => told.push(code),
  signal: ends.signal,
});

/** Fails with these, one after the other, and then answers. */
function given(...failures: unknown[]) {
  return vi.fn(async () => {
    const next = failures.shift();
    if (next !== undefined) throw next;
    return "answer";
  });
}

test("asks until there is an answer, and tells what it met", async () => {
  const ask = given(new ApiError("network"), new ApiError("not-allowed"), new ApiError("internal"));
  const answer = untilAnswered(ask, asking());
  await vi.runAllTimersAsync();
  expect(await answer).toBe("answer");
  expect(told).toEqual(["network", "not-allowed", "internal"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("takes the refusal that answers for the answer, and a fault in the page for neither", async () => {
  const refused = untilAnswered(given(new ApiError("table-unknown")), asking());
  await expect(refused).rejects.toMatchObject({ code: "table-unknown" });
  const broken = untilAnswered(given(new TypeError("no such thing")), asking());
  await expect(broken).rejects.toThrow("no such thing");
  expect(told).toEqual([]);
});

test("waits as long as the server asks for", async () => {
  const ask = given(new ApiError("overloaded", { retryAfterS: 30 }));
  void untilAnswered(ask, asking());
  await vi.advanceTimersByTimeAsync(29_000);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_001);
  expect(ask).toHaveBeenCalledTimes(2);
});

test.each(["online", "visibilitychange"])("does not wait after %s", async (event) => {
  const ask = given(new ApiError("network"));
  const answer = untilAnswered(ask, asking());
  await vi.advanceTimersByTimeAsync(0);
  page.dispatchEvent(new Event(event));
  expect(await answer).toBe("answer");
});

test("asks no more once it is given up, before an answer or in a pause", async () => {
  const ask = given(new ApiError("network"));
  const settled = vi.fn();
  void untilAnswered(ask, asking()).then(settled, settled);
  await vi.advanceTimersByTimeAsync(0);
  ends.abort();
  await vi.runAllTimersAsync();
  expect(ask).toHaveBeenCalledTimes(1);
  ends = new AbortController();
  const late = given();
  void untilAnswered(late, asking()).then(settled, settled);
  ends.abort();
  await vi.runAllTimersAsync();
  expect(settled).not.toHaveBeenCalled();
});

test("waits longer each time, within bounds", () => {
  expect([1, 2, 3, 4, 5, 6, 50].map(retryDelayMs)).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ]);
});
