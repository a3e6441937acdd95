import { readFile } from "node:fs/promises";
import { parseRecording } from "@tureen/shared/replay/file";
import type { Recording } from "@tureen/shared/replay/recording";
import { documentAt } from "@tureen/shared/replay/state-at";
import { encodeDocument, readSession } from "@tureen/shared/table/document/session-document";
import { afterEach, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";
import { until } from "../../testing/until.ts";
import { type Playback, startPlayback } from "./playback.ts";

let recording: Recording;
const release: (() => unknown)[] = [];

beforeAll(async () => {
  const file = new URL("../testing/recordings/sold-out.tureen", import.meta.url);
  recording = parseRecording(await readFile(file, "utf8"));
});
afterEach(async () => {
  for (let next = release.pop(); next; next = release.pop()) await next();
});

async function play(options: { speed: number; played?: (seq: number) => void }): Promise<Playback> {
  const { log } = recording;
  const playback = await startPlayback({
    log,
    speed: options.speed,
    host: "127.0.0.1",
    port: 0,
    played: (entry) => options.played?.(entry.seq),
  });
  release.push(() => playback.close());
  return playback;
}

/** The standard client, as anybody has it. */
function watch(playback: Playback): Y.Doc {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(playback.url, "any-room", doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  release.push(() => provider.destroy());
  return doc;
}

test("the standard client watches an evening unfold, to the same bytes as the log", async () => {
  const playback = await play({ speed: 20 });
  const doc = watch(playback);
  const seen: number[] = [];
  doc.on("update", () => seen.push(Object.keys(readSession(doc).orders).length));
  await playback.ended;
  const expected = encodeDocument(documentAt(recording.log, recording.log.length));
  await until("the watcher has all", () => Buffer.from(encodeDocument(doc)).equals(expected));
  // It came bit by bit: none, one, two orders.
  expect([...new Set(seen)]).toEqual([0, 1, 2]);
});

test("who comes late sees what has been played so far, and what follows", async () => {
  const playback = await play({ speed: 1_000_000 });
  await playback.ended;
  const doc = watch(playback);
  await until("the watcher has all", () => Object.keys(readSession(doc).orders).length === 2);
  expect(playback.watchers()).toBe(1);
});

test("nobody can write to the past", async () => {
  const playback = await play({ speed: 1_000_000 });
  await playback.ended;
  const [first, second] = [watch(playback), watch(playback)];
  await until("both have all", () =>
    [first, second].every((doc) => readSession(doc).session.status === "closed"),
  );
  first.getMap("session").set("table", "hacked");
  const third = watch(playback);
  await until("a third has all", () => readSession(third).session.status === "closed");
  expect(readSession(second).session.table).toBe(recording.table);
  expect(readSession(third).session.table).toBe(recording.table);
});

test("twice the speed is half the time between edits", async () => {
  // The recorded gaps, and the waits that a playback at this speed must at least make.
  const gaps = recording.log.slice(1).map((entry, i) => entry.at - (recording.log[i]?.at ?? 0));
  const whole = gaps.reduce((sum, gap) => sum + Math.max(0, gap), 0);
  const started = performance.now();
  const playback = await play({ speed: 2 });
  await playback.ended;
  // Timers may be a millisecond early for each edit.
  expect(performance.now() - started).toBeGreaterThanOrEqual(whole / 2 - gaps.length);
});

test("what is not the protocol is shown the door", async () => {
  const playback = await play({ speed: 1_000_000 });
  const socket = new WebSocket(playback.url);
  release.push(() => socket.terminate());
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  socket.on("open", () => socket.send(Buffer.from([0, 0, 255, 255, 255])));
  expect(await closed).toBe(1002);
});
