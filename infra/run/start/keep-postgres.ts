import { setTimeout as delay } from "node:timers/promises";
import { Crashes } from "./crashes.ts";
import { freeBytes, fullDiskSentence, ROOM_BYTES } from "./disk.ts";
import {
  type EmbeddedPostgres,
  endedForWantOfRoom,
  startEmbeddedPostgres,
} from "./embedded-postgres.ts";
import { freePort } from "./ports.ts";

/** How often the disk is looked at, ms. */
const LOOK_EVERY_MS = 1_000;
/** A disk may refuse although it has room, as with a quota: between two tries, ms. */
const TRY_AGAIN_MS = 5_000;
/** A Postgres that ends this often within a minute does not get better by starting it again. */
const MAX_CRASHES = 3;

/** A Postgres that is started again when it ends. */
export type KeptPostgres = {
  /** Connection string of the superuser, to the database `tureen`; it stays the same. */
  url: string;
  /** Whether it waits for room on its disk. */
  isFull(): boolean;
  /** Settles with a sentence when it has ended too often. */
  failed: Promise<string>;
  stop(): Promise<void>;
};

/**
 * Starts Postgres on the data of `dataDir` and keeps it running. When its disk is full it ends by
 * itself, and cannot be started: `say` is told so, with the place and the bytes that are free, and it
 * is back when there is room. Rejects when it cannot be started for another reason, or `signal` aborts.
 */
export async function keepPostgres(options: {
  dataDir: string;
  signal: AbortSignal;
  say(text: string): void;
}): Promise<KeptPostgres> {
  const { dataDir, signal, say } = options;
  const stopping = new AbortController();
  const over = AbortSignal.any([signal, stopping.signal]);
  const port = await freePort();
  let folder = dataDir;
  let full = false;

  /** Says it once when the disk gets full, and once when there is room again. */
  const noteRoom = (free: number, refused = false) => {
    const now = refused || free < ROOM_BYTES;
    if (now === full) return;
    full = now;
    say(
      full
        ? `${fullDiskSentence(folder, free)}\n  Nothing can be saved until there is room; phones keep what is tapped.`
        : `There is room on the disk again: ${folder}.`,
    );
  };
  const pause = (ms: number) => delay(ms, undefined, { signal: over });
  const untilRoom = async () => {
    while ((await freeBytes(folder)) < ROOM_BYTES) await pause(LOOK_EVERY_MS);
  };

  /** Starts it, as soon as there is room for it. */
  const start = async (): Promise<EmbeddedPostgres> => {
    for (;;) {
      try {
        const started = await startEmbeddedPostgres({ dataDir, port });
        folder = started.folder;
        return started;
      } catch (error) {
        const free = await freeBytes(folder);
        const refused = await endedForWantOfRoom(dataDir);
        if (!refused && free >= ROOM_BYTES) throw error;
        noteRoom(free, refused);
        if (refused && free >= ROOM_BYTES) await pause(TRY_AGAIN_MS);
        await untilRoom();
      }
    }
  };

  let postgres: EmbeddedPostgres | undefined = await start();
  const { url } = postgres;
  /** A start under way, which stopping waits for: what it starts must not outlive this. */
  let restarting: Promise<EmbeddedPostgres> | undefined;
  const keepRunning = async (): Promise<string> => {
    const crashes = new Crashes();
    for (;;) {
      const end = await postgres?.crashed;
      postgres = undefined;
      if (over.aborted) return new Promise(() => {});
      const free = await freeBytes(folder);
      const wanted = free < ROOM_BYTES || (await endedForWantOfRoom(dataDir));
      const times = wanted ? 0 : crashes.note();
      if (times >= MAX_CRASHES) return `${end}\n  ${times} times in a minute.`;
      say(`${end}\n  ${wanted ? "Its disk is full." : "Starting it again."}`);
      noteRoom(free, wanted);
      try {
        restarting = untilRoom().then(() => {
          over.throwIfAborted();
          return start();
        });
        postgres = await restarting;
        say("Postgres is back.");
      } catch (error) {
        if (over.aborted) return new Promise(() => {});
        return (error as Error).message;
      }
    }
  };
  const watchDisk = async () => {
    while (!over.aborted) {
      if (postgres) noteRoom(await freeBytes(folder));
      await pause(LOOK_EVERY_MS).catch(() => undefined);
    }
  };

  const failed = keepRunning();
  const watching = watchDisk();
  return {
    url,
    isFull: () => full,
    failed,
    async stop() {
      stopping.abort();
      await watching;
      await restarting?.catch(() => undefined);
      await postgres?.stop();
    },
  };
}
