import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SentEvent } from "../platform/http/event-stream.ts";
import { LocalSignals } from "../testing/local-signals.ts";
import { createKitchenFeed, type KitchenDelivery, type KitchenFeed } from "./feed.ts";

const restaurantId = "r";

/** A history in memory that counts how often it is read, and may be slow, broken or holed. */
class History {
  last = 0;
  hole = 0;
  broken = false;
  reads = 0;
  /** When set, readings of events wait for it. */
  gate: Promise<void> | undefined;

  async readLast(): Promise<number> {
    if (this.broken) throw new Error("away");
    return this.last;
  }

  async readEvents(_: string, after: number, limit: number): Promise<KitchenEvent[]> {
    this.reads += 1;
    const last = this.last;
    await this.gate;
    if (this.broken) throw new Error("away");
    const numbers = Array.from({ length: Math.min(limit, last - after) }, (__, i) => after + i + 1);
    return numbers
      .filter((number) => number !== this.hole)
      .map((number) => ({ number }) as KitchenEvent);
  }
}

/** A screen that notes what it is sent. */
class Screen {
  open = true;
  readonly got: SentEvent[] = [];
  readonly #closers: (() => void)[] = [];
  roomy: Promise<void> = Promise.resolve();

  send(event: SentEvent) {
    this.got.push(event);
  }
  room() {
    return this.roomy;
  }
  close() {
    if (!this.open) return;
    this.open = false;
    for (const closer of this.#closers) closer();
  }
  onClose(closer: () => void) {
    this.#closers.push(closer);
  }
  get numbers() {
    return this.got.map(({ id }) => id);
  }
}

let history: History;
let signals: LocalSignals;
let feed: KitchenFeed;
let delivered: KitchenDelivery[];
beforeEach(() => {
  history = new History();
  signals = new LocalSignals();
  const log = pino({ level: "silent" });
  delivered = [];
  const onDelivery = (delivery: KitchenDelivery) => delivered.push(delivery);
  feed = createKitchenFeed({ source: history, signals, log, pollMs: 60_000, onDelivery });
});
afterEach(() => feed.close());

const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

function follow(after: number | null): Screen {
  const screen = new Screen();
  feed.follow(restaurantId, after, screen);
  return screen;
}

async function happen(count: number) {
  history.last += count;
  await signals.publish({ kind: "kitchen", restaurantId, eventNumber: history.last });
}

const upTo = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i + 1);

describe("the kitchen feed", () => {
  it("gives each number once and in order, however events, signals and screens interleave", async () => {
    const screens: { from: number; screen: Screen }[] = [];
    for (let round = 0; round < 40; round++) {
      const from = Math.floor((history.last * (round % 5)) / 5);
      screens.push({ from, screen: follow(from) });
      void happen((round * 7) % 23);
      if (round % 3 === 0) await settle();
    }
    await happen(1);
    await settle();
    for (const { from, screen } of screens) {
      expect(screen.numbers).toEqual(upTo(from, history.last));
    }
  });

  it("reads once for all screens of a restaurant", async () => {
    const screens = Array.from({ length: 20 }, () => follow(0));
    await settle();
    history.reads = 0;
    await happen(3);
    await settle();
    expect(history.reads).toBe(1);
    for (const screen of screens) expect(screen.numbers).toEqual([1, 2, 3]);
  });

  it("tells what went out to how many screens as it happened, and not what was replayed", async () => {
    history.last = 5;
    const screens = [follow(0), follow(null)];
    await settle();
    await happen(2);
    await settle();
    for (const screen of screens) screen.close();
    await happen(1);
    await settle();
    expect(delivered.map(({ event, screens: count }) => [event.number, count])).toEqual([
      [6, 2],
      [7, 2],
    ]);
    for (const { readAt, at } of delivered) expect(at).toBeGreaterThanOrEqual(readAt);
  });

  it("replays a long history in pages, and none while the screen has no room", async () => {
    history.last = 1_000;
    let makeRoom = () => {};
    const screen = new Screen();
    screen.roomy = new Promise((resolve) => {
      makeRoom = resolve;
    });
    feed.follow(restaurantId, 0, screen);
    await settle();
    expect(screen.numbers).toEqual(upTo(0, 200));
    await happen(5);
    makeRoom();
    await settle();
    expect(screen.numbers).toEqual(upTo(0, 1_005));
  });

  it("loses nothing that happens while a replay is being read", async () => {
    history.last = 300;
    let open = () => {};
    history.gate = new Promise((resolve) => {
      open = resolve;
    });
    const screen = follow(0);
    await settle();
    await happen(250);
    history.gate = undefined;
    open();
    await settle();
    expect(screen.numbers).toEqual(upTo(0, 550));
  });

  it("waits in front of a hole instead of skipping it", async () => {
    const screen = follow(0);
    await settle();
    history.hole = 3;
    await happen(5);
    await settle();
    expect(screen.numbers).toEqual([1, 2]);
    history.hole = 0;
    await happen(0);
    await settle();
    expect(screen.numbers).toEqual([1, 2, 3, 4, 5]);
  });

  it("goes on after the storage was away", async () => {
    const screen = follow(0);
    await settle();
    history.broken = true;
    await happen(2);
    await settle();
    expect(screen.numbers).toEqual([]);
    expect(screen.open).toBe(true);
    history.broken = false;
    await happen(0);
    await settle();
    expect(screen.numbers).toEqual([1, 2]);
  });

  it("closes a screen that it cannot start, so that it comes back", async () => {
    history.broken = true;
    const screen = follow(0);
    await settle();
    expect(screen.open).toBe(false);
  });

  it("tells everybody to start over when the numbers have gone back", async () => {
    history.last = 10;
    const screen = follow(10);
    await settle();
    history.last = 4;
    await happen(0);
    await settle();
    expect(screen.got).toEqual([{ event: "reset", id: 4, data: '{"lastEvent":4}' }]);
    await happen(1);
    await settle();
    expect(screen.numbers).toEqual([4, 5]);
  });

  describe("when a name was erased", () => {
    const erased = () => signals.publish({ kind: "names", restaurantId });

    it("tells screens to read the tickets again, and goes on from the same number", async () => {
      await happen(3);
      const screen = follow(0);
      await settle();
      await erased();
      await settle();
      expect(screen.got.slice(3)).toEqual([{ event: "reset", id: 3, data: '{"lastEvent":3}' }]);
      await happen(1);
      await settle();
      expect(screen.numbers).toEqual([1, 2, 3, 3, 4]);
    });

    it("does so too when signals may have been lost", async () => {
      await happen(2);
      const screen = follow(0);
      await settle();
      signals.missed();
      await settle();
      expect(screen.got.slice(2)).toEqual([{ event: "reset", id: 2, data: '{"lastEvent":2}' }]);
    });

    it("hands out nothing that was read before, not even what was being read", async () => {
      const screen = follow(0);
      await settle();
      let open = () => {};
      history.gate = new Promise((resolve) => {
        open = resolve;
      });
      await happen(2);
      await settle();
      await erased();
      await settle();
      expect(screen.got).toEqual([]);
      open();
      history.gate = undefined;
      await settle();
      expect(screen.numbers).toEqual([1, 2, 2]);
      const reads = history.reads;
      const late = follow(0);
      await settle();
      expect(late.numbers).toEqual([1, 2]);
      expect(history.reads).toBe(reads + 1);
    });

    it("also tells a screen that was still catching up", async () => {
      history.last = 450;
      const screen = new Screen();
      let drained = () => {};
      screen.roomy = new Promise((resolve) => {
        drained = resolve;
      });
      feed.follow(restaurantId, 0, screen);
      await settle();
      expect(screen.got).toHaveLength(200);
      await erased();
      await settle();
      drained();
      await settle();
      expect(screen.got).toHaveLength(451);
      expect(screen.got.at(-1)).toMatchObject({ event: "reset", id: 450 });
    });

    it("tells them seldom, however often it is asked", async () => {
      const screen = follow(null);
      await settle();
      for (let i = 0; i < 50; i++) {
        await erased();
        if (i % 10 === 0) await settle();
      }
      await settle();
      // The first at once; the others together, after the gap.
      expect(screen.got).toHaveLength(1);
      const patient = createKitchenFeed({
        ...{ source: history, signals, log: pino({ level: "silent" }) },
        ...{ pollMs: 60_000, againGapMs: 30 },
      });
      const other = new Screen();
      patient.follow(restaurantId, null, other);
      await settle();
      await erased();
      await settle();
      await erased();
      await erased();
      await new Promise((resolve) => setTimeout(resolve, 60));
      expect(other.got).toHaveLength(2);
      patient.close();
    });
  });

  it("keeps nothing of a restaurant that nobody follows", async () => {
    const screens = [follow(null), follow(null)];
    await settle();
    expect(feed.screens()).toBe(2);
    for (const screen of screens) screen.close();
    expect(feed.screens()).toBe(0);
    await happen(3);
    await settle();
    expect(history.reads).toBe(0);
    const again = follow(1);
    await settle();
    expect(again.numbers).toEqual([2, 3]);
  });
});
