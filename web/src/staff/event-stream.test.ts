import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type LiveState, openEventStream, retryDelayMs } from "./event-stream.ts";

class FakeSource extends EventTarget {
  readonly url: string;
  closed = false;
  constructor(url: string) {
    super();
    this.url = url;
  }
  close(): void {
    this.closed = true;
  }
  say(name: string, data = ""): void {
    this.dispatchEvent(new MessageEvent(name, { data }));
  }
}

/** Only what the stream needs of a browser. */
class FakeWindow extends EventTarget {
  visibilityState = "visible";
}

let page: FakeWindow;
let sources: FakeSource[];
let states: LiveState[];

beforeEach(() => {
  vi.useFakeTimers();
  page = new FakeWindow();
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  sources = [];
  states = [];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function open(options: Partial<Parameters<typeof openEventStream>[0]> = {}) {
  return openEventStream({
    url: () => "/events",
    on: {},
    onState: (state) => states.push(state),
    connect: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source;
    },
    ...options,
  });
}

const last = () => sources.at(-1) as FakeSource;
const kinds = () => states.map((state) => state.kind);

test("says live once it is open, and lost as soon as it errs", async () => {
  open();
  await vi.advanceTimersByTimeAsync(0);
  last().say("open");
  last().dispatchEvent(new Event("error"));
  expect(kinds()).toEqual(["connecting", "live", "lost"]);
  expect(last().closed).toBe(true);
});

test("comes back with the address of the moment", async () => {
  let number = 4;
  open({ url: () => `/events?after=${number}` });
  await vi.advanceTimersByTimeAsync(0);
  number = 9;
  last().dispatchEvent(new Event("error"));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sources.map((source) => source.url)).toEqual(["/events?after=4", "/events?after=9"]);
});

test("keeps the moment it was lost through failing attempts", async () => {
  open();
  await vi.advanceTimersByTimeAsync(0);
  last().say("open");
  const since = Date.now();
  last().dispatchEvent(new Event("error"));
  await vi.advanceTimersByTimeAsync(700);
  last().dispatchEvent(new Event("error"));
  expect(states.at(-1)).toEqual({ kind: "lost", since });
});

test("takes 25 s without a word as lost, and any word as life", async () => {
  open();
  await vi.advanceTimersByTimeAsync(0);
  last().say("open");
  await vi.advanceTimersByTimeAsync(20_000);
  last().say("ping", "1");
  await vi.advanceTimersByTimeAsync(24_000);
  expect(kinds()).toEqual(["connecting", "live"]);
  await vi.advanceTimersByTimeAsync(1_001);
  expect(kinds()).toEqual(["connecting", "live", "lost"]);
});

test("hands events to their handlers and ignores a source it has left", async () => {
  const got: string[] = [];
  open({ on: { message: (data) => got.push(data) } });
  await vi.advanceTimersByTimeAsync(0);
  const first = last();
  first.say("message", "a");
  first.dispatchEvent(new Event("error"));
  first.say("message", "late");
  expect(got).toEqual(["a"]);
});

test("a preparation that fails is an attempt that failed", async () => {
  const before = vi.fn<(failures: number) => Promise<void>>().mockResolvedValue(undefined);
  before.mockRejectedValueOnce(new Error("no signal"));
  open({ before });
  await vi.advanceTimersByTimeAsync(0);
  expect(kinds()).toEqual(["connecting", "lost"]);
  expect(sources).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(before.mock.calls).toEqual([[0], [1]]);
  expect(sources).toHaveLength(1);
});

test("does not wait when the device comes back online", async () => {
  open();
  await vi.advanceTimersByTimeAsync(0);
  page.dispatchEvent(new Event("offline"));
  expect(kinds().at(-1)).toBe("lost");
  page.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(0);
  expect(sources).toHaveLength(2);
});

test("leaves nothing running once closed", async () => {
  const stream = open();
  await vi.advanceTimersByTimeAsync(0);
  stream.close();
  page.dispatchEvent(new Event("online"));
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sources).toHaveLength(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("waits longer each time, within bounds", () => {
  expect([1, 2, 3, 4, 5, 6, 50].map(retryDelayMs)).toEqual([
    500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000,
  ]);
});
