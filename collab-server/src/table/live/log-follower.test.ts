import type { Database } from "@tureen/persistence/platform/database";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import type { LoggedEdit } from "./fan-out-message.ts";
import { LogFollower } from "./log-follower.ts";

const SESSION = "session";
const SEEDS = 200;
const STEPS = 60;

/** A small seeded generator, so that a failing run can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state % below;
  };
}

/** A log in memory whose answers come when the test says so. */
class FakeLog {
  readonly updates: Uint8Array[] = [];
  readonly #answers: (() => void)[] = [];

  /** Writes one value of its own; returns its place. */
  append(): number {
    const doc = new Y.Doc();
    doc.getMap("places").set(`${this.updates.length + 1}`, true);
    this.updates.push(Y.encodeStateAsUpdate(doc));
    return this.updates.length;
  }

  /** What another node sends of the edit at this place. */
  edit(seq: number): LoggedEdit {
    return { seq, author: "d2", update: this.updates[seq - 1] ?? new Uint8Array() };
  }

  readonly database = {
    query: (_: string, values: readonly unknown[]) => {
      // What is read is what was there when Postgres looked, however late the answer comes.
      const [, session, after, limit] = values as [string, string | string[], number, number];
      const rows = Array.isArray(session)
        ? [{ sessionId: SESSION, seq: this.updates.length }]
        : this.updates
            .map((update, i) => ({ seq: i + 1, author: "d1", update }))
            .filter(({ seq }) => seq > after)
            .slice(0, limit);
      return new Promise((resolve) => this.#answers.push(() => resolve({ rows })));
    },
  } as unknown as Database;

  get asked(): number {
    return this.#answers.length;
  }

  answer(): void {
    this.#answers.shift()?.();
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const placesIn = (doc: Y.Doc) => new Set([...doc.getMap("places").keys()].map(Number));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const ENTRY = { author: "d1", bytes: 1 };

function givenFollower(log: FakeLog) {
  /** Entries counted for each instance of the document. */
  const counts = new Map<Y.Doc, number>();
  const follower = new LogFollower(
    log.database,
    pino({ level: "silent" }),
    3_000,
    () => {},
    (doc) => counts.set(doc, (counts.get(doc) ?? 0) + 1),
  );
  const load = () => {
    const doc = new Y.Doc();
    follower.begin(SESSION, "restaurant");
    for (const update of log.updates) Y.applyUpdate(doc, update);
    return { doc, seq: log.updates.length };
  };
  return { follower, load, counts };
}

test("the cursor never leads, the document ends at the head, each entry counts once, whatever the order", async () => {
  let foreign = 0;
  let sent = 0;
  let reloads = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const random = randomFrom(seed);
    const log = new FakeLog();
    const { follower, load, counts } = givenFollower(log);
    let { doc, seq } = load();
    follower.loaded(SESSION, doc, seq);
    /** Own edits that are durable and not yet heard of, with the instance they were made on. */
    const own: { seq: number; doc: Y.Doc }[] = [];
    /** Places of edits that other nodes sent and that are on their way, some never to arrive. */
    const underWay: number[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      switch (random(9)) {
        case 0:
          own.push({ seq: log.append(), doc });
          break;
        case 1: {
          const [landed] = own.splice(random(Math.max(1, own.length)), 1);
          if (!landed) break;
          follower.appended(SESSION, landed.doc, landed.seq, ENTRY);
          // Hocuspocus applies it before the event loop turns.
          Y.applyUpdate(landed.doc, log.updates[landed.seq - 1] ?? new Uint8Array());
          break;
        }
        case 2: {
          const place = log.append();
          foreign += 1;
          if (random(2)) follower.behind(SESSION, place);
          break;
        }
        case 7:
          underWay.push(log.append());
          break;
        case 8: {
          const [place] = underWay.splice(random(Math.max(1, underWay.length)), 1);
          if (place === undefined) break;
          sent += 1;
          follower.received(SESSION, log.edit(place));
          break;
        }
        case 3:
        case 4:
          log.answer();
          break;
        case 5:
          void follower.check();
          break;
        default:
          if (random(8) > 0) {
            vi.advanceTimersByTime(random(400));
            break;
          }
          reloads += 1;
          follower.unloaded(SESSION, doc);
          ({ doc, seq } = load());
          // Something may arrive between reading the log and being ready.
          if (random(2)) follower.behind(SESSION, log.append());
          follower.loaded(SESSION, doc, seq);
      }
      await turn();
      const places = placesIn(doc);
      const cursor = follower.cursorOf(SESSION, doc);
      for (let place = 1; place <= cursor; place += 1) {
        if (!places.has(place)) throw new Error(`seed ${seed}: at ${cursor} without ${place}`);
      }
    }
    // The first of the two may join a check that looked before the last edit.
    for (let check = 0; check < 2; check += 1) {
      const checked = follower.check();
      for (let i = 0; i < 20; i += 1) {
        log.answer();
        await turn();
      }
      await checked;
    }
    expect([seed, placesIn(doc).size]).toEqual([seed, log.updates.length]);
    expect([seed, follower.cursorOf(SESSION, doc)]).toEqual([seed, log.updates.length]);
    expect([seed, seq + (counts.get(doc) ?? 0)]).toEqual([seed, log.updates.length]);
    await follower.close();
  }
  // Not vacuous.
  expect(foreign).toBeGreaterThan(SEEDS);
  expect(sent).toBeGreaterThan(SEEDS);
  expect(reloads).toBeGreaterThan(SEEDS / 2);
});

test("own edits close up without reading anything", async () => {
  const log = new FakeLog();
  const { follower, load } = givenFollower(log);
  const { doc, seq } = load();
  follower.loaded(SESSION, doc, seq);
  const places = Array.from({ length: 5 }, () => log.append());
  for (const place of places.reverse()) follower.appended(SESSION, doc, place, ENTRY);
  vi.advanceTimersByTime(1_000);
  expect(follower.cursorOf(SESSION, doc)).toBe(5);
  expect(log.asked).toBe(0);
  await follower.close();
});

test("edits of other nodes are applied in their order without reading anything", async () => {
  const log = new FakeLog();
  const { follower, load, counts } = givenFollower(log);
  const { doc, seq } = load();
  follower.loaded(SESSION, doc, seq);
  const [first, own, third, fourth] = [log.append(), log.append(), log.append(), log.append()];
  for (const place of [fourth, third]) follower.received(SESSION, log.edit(place));
  expect(placesIn(doc).size).toBe(0);
  follower.received(SESSION, log.edit(first));
  expect(placesIn(doc)).toEqual(new Set([first]));
  follower.appended(SESSION, doc, own, ENTRY);
  expect(placesIn(doc)).toEqual(new Set([first, third, fourth]));
  // Twice, or late, changes nothing.
  for (const place of [first, fourth]) follower.received(SESSION, log.edit(place));
  vi.advanceTimersByTime(1_000);
  expect([follower.cursorOf(SESSION, doc), counts.get(doc), log.asked]).toEqual([4, 4, 0]);
  await follower.close();
});

test("a gap that does not close is read from the log, and so is what does not apply", async () => {
  const log = new FakeLog();
  const { follower, load } = givenFollower(log);
  const { doc, seq } = load();
  follower.loaded(SESSION, doc, seq);
  const lost = log.append();
  follower.received(SESSION, log.edit(log.append()));
  await turn();
  expect(log.asked).toBe(0);
  vi.advanceTimersByTime(1_000);
  log.answer();
  await turn();
  expect(placesIn(doc)).toContain(lost);
  const spoilt = log.append();
  follower.received(SESSION, { ...log.edit(spoilt), update: Uint8Array.of(9, 9, 9) });
  vi.advanceTimersByTime(1_000);
  log.answer();
  await turn();
  expect(placesIn(doc)).toEqual(new Set([1, 2, 3]));
  await follower.close();
});

test("with too many edits waiting for a place, it is read at once", async () => {
  const log = new FakeLog();
  const { follower, load } = givenFollower(log);
  const { doc, seq } = load();
  follower.loaded(SESSION, doc, seq);
  log.append();
  for (let i = 0; i < 64; i += 1) follower.received(SESSION, log.edit(log.append()));
  expect(log.asked).toBe(0);
  follower.received(SESSION, log.edit(log.append()));
  expect(log.asked).toBe(1);
  log.answer();
  await turn();
  expect(follower.cursorOf(SESSION, doc)).toBe(66);
  await follower.close();
});

test("catching up reads what was written after a reading under way had looked", async () => {
  const log = new FakeLog();
  const { follower, load } = givenFollower(log);
  const { doc, seq } = load();
  follower.loaded(SESSION, doc, seq);
  follower.behind(SESSION, log.append());
  await turn();
  const late = log.append();
  let done = false;
  void follower.catchUp(SESSION).then(() => {
    done = true;
  });
  for (let i = 0; i < 5; i += 1) {
    log.answer();
    await turn();
  }
  expect(done).toBe(true);
  expect(placesIn(doc)).toContain(late);
  await follower.close();
});

test("an unloaded document is not written to, and has no cursor", async () => {
  const log = new FakeLog();
  const { follower, load } = givenFollower(log);
  const { doc, seq } = load();
  follower.loaded(SESSION, doc, seq);
  follower.behind(SESSION, log.append());
  follower.unloaded(SESSION, doc);
  log.answer();
  await turn();
  expect(placesIn(doc).size).toBe(0);
  expect(follower.cursorOf(SESSION, doc)).toBe(0);
  await follower.close();
});
