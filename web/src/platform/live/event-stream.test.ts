import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "./api.ts";
import { type EventStreamOptions, type LiveState, openEventStream } from "./event-stream.ts";
import { learnStaffEndpoints } from "./staff-endpoints.ts";

class FakeSource extends EventTarget {
  readonly path: string;
  closed = false;
  constructor(path: string) {
    super();
    this.path = path;
  }
  close(): void {
    this.closed = true;
  }
  /** The server says something, as an object or as the text that it is on the wire. */
  say(frame: unknown): void {
    const data = typeof frame === "string" ? frame : JSON.stringify(frame);
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
  ping(): void {
    this.say({ event: "ping", data: {} });
  }
  end(): void {
    this.dispatchEvent(new Event("close"));
  }
}

/** Only what the stream needs of a browser. */
class FakeWindow extends EventTarget {
  visibilityState = "visible";
}

let page: FakeWindow;
let sources: FakeSource[];
let states: LiveState[];

beforeAll(learnStaffEndpoints);
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

function open(options: Partial<EventStreamOptions<"followKitchen">> = {}) {
  return openEventStream({
    endpoint: "followKitchen",
    on: { message() {}, reset() {} },
    onState: (state) => states.push(state),
    connect: (path) => {
      const source = new FakeSource(path);
      sources.push(source);
      return source;
    },
    ...options,
  });
}

const EVENT = {
  ...{ number: 1, orderId: "o", from: null, to: "placed", at: 1, reason: null },
  ticket: {
    ...{ orderId: "o", number: 7, table: "1", sessionId: "s", status: "placed", placedAt: 1 },
    ...{ statusAt: 1, total: 1, currency: "EUR", by: null, bySeat: 1, reason: null, lines: [] },
  },
};

const last = () => sources.at(-1) as FakeSource;
const kinds = () => states.map((state) => state.kind);

test("says live once it has heard something, and lost as soon as it ends", async () => {
  open();
  await vi.advanceTimersByTimeAsync(0);
  last().dispatchEvent(new Event("open"));
  expect(kinds()).toEqual(["connecting"]);
  last().ping();
  last().end();
  expect(kinds()).toEqual(["connecting", "live", "lost"]);
  expect(last().closed).toBe(true);
});

test("comes back with the address of the moment", async () => {
  let number = 4;
  open({ query: () => ({ after: String(number) }) });
  await vi.advanceTimersByTimeAsync(0);
  number = 9;
  last().end();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sources.map((source) => source.path)).toEqual([
    "/api/kitchen/events?after=4",
    "/api/kitchen/events?after=9",
  ]);
});

test("keeps the moment it was lost through failing attempts", async () => {
  open();
  await vi.advanceTimersByTimeAsync(0);
  last().ping();
  const since = Date.now();
  last().end();
  await vi.advanceTimersByTimeAsync(700);
  last().end();
  expect(states.at(-1)).toEqual({ kind: "lost", since });
});

test("takes 25 s without a word as lost, and any word as life", async () => {
  open();
  await vi.advanceTimersByTimeAsync(0);
  last().ping();
  await vi.advanceTimersByTimeAsync(20_000);
  last().ping();
  await vi.advanceTimersByTimeAsync(24_000);
  expect(kinds()).toEqual(["connecting", "live"]);
  await vi.advanceTimersByTimeAsync(1_001);
  expect(kinds()).toEqual(["connecting", "live", "lost"]);
});

test("hands events to their handlers and ignores a source it has left", async () => {
  const got: unknown[] = [];
  const on = {
    message: (data: unknown) => got.push(data),
    reset: (data: unknown) => got.push(["reset", data]),
  };
  open({ on });
  await vi.advanceTimersByTimeAsync(0);
  const first = last();
  first.say({ id: 1, data: EVENT });
  first.say({ event: "reset", id: 1, data: { lastEvent: 1 } });
  first.say({ event: "of a newer server", data: {} });
  first.end();
  first.say({ id: 2, data: EVENT });
  expect(got).toEqual([EVENT, ["reset", { lastEvent: 1 }]]);
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

test.each([
  "<!doctype html>",
  JSON.stringify({ id: 1, data: { ...EVENT, ticket: undefined } }),
  JSON.stringify({ event: "reset", data: { lastEvent: "1" } }),
  '{"data":',
  "null",
  '"hello"',
  "{}",
])("gives up a connection that says %s, which is not ours", async (text) => {
  open();
  await vi.advanceTimersByTimeAsync(0);
  last().say(text);
  expect(kinds()).toEqual(["connecting", "lost"]);
  expect(last().closed).toBe(true);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sources).toHaveLength(2);
});

test("knows why the last attempt failed, and that it no longer does", async () => {
  const before = vi.fn<(failures: number) => Promise<void>>().mockResolvedValue(undefined);
  before.mockRejectedValueOnce(new ApiError("captive-portal"));
  open({ before });
  await vi.advanceTimersByTimeAsync(0);
  expect(states.at(-1)).toMatchObject({ kind: "lost", code: "captive-portal" });
  await vi.advanceTimersByTimeAsync(1_000);
  last().end();
  expect(states.at(-1)).toMatchObject({ kind: "lost", code: undefined });
});
