/**
 * Brings every screen of a restaurant its order events, each number once and in order. One reader
 * per restaurant follows the numbered history in Postgres, woken by signals and by a clock in case
 * one was lost; a screen that was away reads what it missed in pages until it has caught up.
 */

import { sharedNowMs } from "@tureen/persistence/platform/shared-clock";
import type { Signals } from "@tureen/persistence/platform/signals/signals";
import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";
import type { Logger } from "pino";
import type { EventStream, SentEvent } from "../platform/http/event-stream.ts";

/** How often the history is looked at without a signal, ms. */
const POLL_MS = 2_000;
/** Between two times that screens are told to read all again, ms; a diner can ask for it often. */
const AGAIN_GAP_MS = 2_000;
/** Events per reading; bounds memory and the time of one query. */
const PAGE_EVENTS = 200;

/** Where events come from; a restaurant's numbers have no gaps. */
export interface KitchenSource {
  /** Ascending from `after + 1`, at most `limit`. */
  readEvents(restaurantId: string, after: number, limit: number): Promise<KitchenEvent[]>;
  readLast(restaurantId: string): Promise<number>;
}

/** An event that the screens which follow have just been sent. */
export interface KitchenDelivery {
  readonly event: KitchenEvent;
  /** Its restaurant. */
  readonly restaurantId: string;
  readonly screens: number;
  /** When this server began to read it, and when it was sent, ms since the epoch. */
  readonly readAt: number;
  readonly at: number;
}

type Screen = Pick<EventStream, "open" | "send" | "room" | "close" | "onClose">;

export interface KitchenFeed {
  /**
   * Sends a screen everything after event `after`, then what happens; null: only what happens from
   * now on. A number beyond the last event (the database was restored) is answered with a `reset`
   * event that carries the last number: the screen reads the tickets again. So it does when a
   * diner's name was erased or the stations are others now, and when a signal that says so may have been lost.
   */
  follow(restaurantId: string, after: number | null, screen: Screen): void;
  /** Screens that are following. */
  screens(): number;
  close(): void;
}

export function createKitchenFeed(deps: {
  readonly source: KitchenSource;
  readonly signals: Pick<Signals, "subscribe">;
  readonly log: Logger;
  readonly pollMs?: number;
  readonly againGapMs?: number;
  /** Told about every new event that went out to at least one screen. */
  readonly onDelivery?: (delivery: KitchenDelivery) => void;
}): KitchenFeed {
  const { source, log, pollMs = POLL_MS, againGapMs = AGAIN_GAP_MS } = deps;
  const onDelivery = deps.onDelivery ?? (() => {});
  const restaurants = new Map<string, RestaurantFeed>();

  const unsubscribe = deps.signals.subscribe(
    (signal) => {
      if (signal.kind === "kitchen") restaurants.get(signal.restaurantId)?.wake();
      const tells = signal.kind === "names" || signal.kind === "stations";
      if (tells) restaurants.get(signal.restaurantId)?.readAgain();
    },
    () => {
      for (const feed of restaurants.values()) {
        feed.wake();
        // Nothing in the history tells that a name was erased, or a station removed.
        feed.readAgain();
      }
    },
  );

  return {
    follow(restaurantId, after, screen) {
      let feed = restaurants.get(restaurantId);
      if (!feed) {
        const timing = { pollMs, againGapMs };
        const onIdle = () => {
          if (restaurants.get(restaurantId) === created) restaurants.delete(restaurantId);
        };
        const listener = { onIdle, onDelivery };
        const created = new RestaurantFeed(restaurantId, source, log, timing, listener);
        feed = created;
        restaurants.set(restaurantId, created);
      }
      feed.follow(after, screen);
    },
    screens() {
      let count = 0;
      for (const feed of restaurants.values()) count += feed.size;
      return count;
    },
    close() {
      unsubscribe();
      for (const feed of restaurants.values()) feed.stop();
    },
  };
}

interface Follower {
  readonly screen: Screen;
  /** The last event it was sent. */
  cursor: number;
  /** Whether it is past its replay and gets events as they are read. */
  live: boolean;
  /** Whether it may have been sent a name that has been erased since, or a station that is gone. */
  outdated: boolean;
}

interface FeedListener {
  readonly onIdle: () => void;
  readonly onDelivery: (delivery: KitchenDelivery) => void;
}

/** The one reader of a restaurant's events, for as long as somebody follows. */
class RestaurantFeed {
  readonly #restaurantId: string;
  readonly #source: KitchenSource;
  readonly #log: Logger;
  readonly #listener: FeedListener;
  readonly #followers = new Set<Follower>();
  readonly #timer: ReturnType<typeof setInterval>;
  /** The last events read, ending with `#head`; what most returning screens lack. */
  #recent: { readonly number: number; readonly event: SentEvent }[] = [];
  /** The last event read; undefined until the first reading succeeded. */
  #head: number | undefined;
  #reading: Promise<void> | undefined;
  #again = false;
  #stopped = false;
  readonly #againGapMs: number;
  #againAt = 0;
  #againTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    restaurantId: string,
    source: KitchenSource,
    log: Logger,
    { pollMs, againGapMs }: { readonly pollMs: number; readonly againGapMs: number },
    listener: FeedListener,
  ) {
    this.#againGapMs = againGapMs;
    this.#restaurantId = restaurantId;
    this.#source = source;
    this.#log = log;
    this.#listener = listener;
    this.#timer = setInterval(() => this.wake(), pollMs);
    this.#timer.unref();
  }

  get size(): number {
    return this.#followers.size;
  }

  follow(after: number | null, screen: Screen): void {
    const follower: Follower = { screen, cursor: after ?? 0, live: false, outdated: false };
    this.#followers.add(follower);
    screen.onClose(() => {
      this.#followers.delete(follower);
      if (this.#followers.size === 0) this.stop();
    });
    this.#replay(follower, after).catch((error: unknown) => {
      // The screen connects again and resumes from the last number it has.
      this.#log.warn({ restaurantId: this.#restaurantId, err: error }, "kitchen replay failed");
      screen.close("storage-unavailable");
    });
  }

  /** Looks for news; any number of calls meanwhile become one more look. */
  wake(): void {
    void this.#look();
  }

  /** A name or a station is gone: what is kept here may hold it, and so may what screens were sent. */
  readAgain(): void {
    if (this.#againTimer !== undefined) return;
    const wait = this.#againAt + this.#againGapMs - Date.now();
    this.#againTimer = setTimeout(() => void this.#sendAgain(), Math.max(0, wait)).unref();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    clearInterval(this.#timer);
    clearTimeout(this.#againTimer);
    for (const { screen } of this.#followers) screen.close("restarting");
    this.#listener.onIdle();
  }

  #look(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #sendAgain(): Promise<void> {
    this.#againAt = Date.now();
    this.#againTimer = undefined;
    // A page that was read before that may be on its way; after another look none is.
    await this.#look();
    this.#recent = [];
    for (const follower of this.#followers) {
      if (follower.live) this.#reset(follower, follower.cursor);
      else follower.outdated = true;
    }
  }

  async #readAll(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      try {
        await this.#readNew();
      } catch (error) {
        // The clock tries again; screens see nothing but a delay.
        this.#log.warn({ restaurantId: this.#restaurantId, err: error }, "kitchen events not read");
      }
    }
  }

  async #readNew(): Promise<void> {
    const readAt = sharedNowMs();
    const last = await this.#source.readLast(this.#restaurantId);
    if (this.#head === undefined) this.#head = last;
    if (last < this.#head) this.#startOver(last);
    while (this.#head < last && !this.#stopped) {
      const page = await this.#source.readEvents(this.#restaurantId, this.#head, PAGE_EVENTS);
      if (page.length === 0) return;
      for (const event of page) {
        // A hole would be skipped by every screen: rather wait in front of it, loudly.
        if (event.number !== this.#head + 1) throw new Error(`no event ${this.#head + 1}`);
        this.#head = event.number;
        const sent = toSent(event);
        this.#recent.push({ number: event.number, event: sent });
        let screens = 0;
        for (const follower of this.#followers) {
          if (follower.live && this.#send(follower, event.number, sent)) screens += 1;
        }
        const at = sharedNowMs();
        const restaurantId = this.#restaurantId;
        if (screens > 0) this.#listener.onDelivery({ event, restaurantId, screens, readAt, at });
      }
      this.#recent = this.#recent.slice(-PAGE_EVENTS);
    }
  }

  /** The database has gone back in time: what the screens know may never have happened. */
  #startOver(last: number): void {
    this.#log.warn({ restaurantId: this.#restaurantId, last }, "kitchen events were set back");
    this.#head = last;
    this.#recent = [];
    for (const follower of this.#followers) if (follower.live) this.#reset(follower, last);
  }

  async #replay(follower: Follower, after: number | null): Promise<void> {
    await this.#look();
    if (this.#head === undefined) throw new Error("the last event is not known");
    if (after === null) {
      follower.cursor = this.#head;
    } else if (after > this.#head) {
      const last = await this.#source.readLast(this.#restaurantId);
      if (after > last) this.#reset(follower, last);
    }
    while (follower.screen.open && !this.#stopped) {
      // No await between here and `live`: nothing can be read in between and be missed.
      if (follower.cursor >= this.#head - this.#recent.length) {
        for (const { number, event } of this.#recent) this.#send(follower, number, event);
        follower.live = true;
        if (follower.outdated) this.#reset(follower, follower.cursor);
        return;
      }
      const page = await this.#source.readEvents(this.#restaurantId, follower.cursor, PAGE_EVENTS);
      if (page[0]?.number !== follower.cursor + 1)
        throw new Error(`no event ${follower.cursor + 1}`);
      for (const event of page) this.#send(follower, event.number, toSent(event));
      await follower.screen.room();
    }
  }

  /** Sends the event if it is the follower's next, and tells whether it was. */
  #send(follower: Follower, number: number, event: SentEvent): boolean {
    if (number !== follower.cursor + 1) return false;
    follower.cursor = number;
    follower.screen.send(event);
    return true;
  }

  #reset(follower: Follower, last: number): void {
    follower.cursor = last;
    follower.screen.send({ event: "reset", id: last, data: JSON.stringify({ lastEvent: last }) });
  }
}

function toSent(event: KitchenEvent): SentEvent {
  return { id: event.number, data: JSON.stringify(event) };
}
