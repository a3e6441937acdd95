/**
 * Plays a session on a plain y-websocket endpoint: every Yjs client that connects sees the document
 * as it stands in the playback, and watches it go on. Nobody can write to it.
 */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { LogEntry } from "@tureen/shared/replay/recording";
import { type WebSocket, WebSocketServer } from "ws";
import * as Y from "yjs";
import { answerTo, beatFrame, updateFrame } from "./sync-frames.ts";

/** The standard client gives up when it has heard nothing for 30 s. */
const BEAT_MS = 10_000;
/** A question is a state vector; a whole session has a few hundred clients at most. */
const MAX_QUESTION_BYTES = 64 * 1024;
/** A watcher who has this much still to read has stopped reading. */
const MAX_BACKLOG_BYTES = 16 * 1024 * 1024;
/** The longest that a timer can wait, ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface Playback {
  /** What a client connects to; the room's name behind it may be anything. */
  readonly url: string;
  /** Settles when the last edit has been played, or when it was closed before. */
  readonly ended: Promise<void>;
  /** How many watch. */
  watchers(): number;
  close(): Promise<void>;
}

/**
 * Starts to play at once: the first edit now, each next one after the time that it came after the
 * one before, divided by `speed`. Rejects when the port cannot be had.
 */
export async function startPlayback(options: {
  readonly log: readonly LogEntry[];
  readonly speed: number;
  readonly host: string;
  /** 0: any. */
  readonly port: number;
  /** Told of each entry when it has been played. */
  readonly played?: (entry: LogEntry, index: number) => void;
}): Promise<Playback> {
  const { log, speed, host, port } = options;
  const doc = new Y.Doc();
  const server = new WebSocketServer({ host, port, maxPayload: MAX_QUESTION_BYTES });
  await once(server, "listening");

  const tell = (frame: Uint8Array) => {
    for (const socket of server.clients) {
      if (socket.bufferedAmount > MAX_BACKLOG_BYTES) socket.terminate();
      else socket.send(frame);
    }
  };
  doc.on("update", (update: Uint8Array) => tell(updateFrame(update)));
  server.on("connection", (socket) => watch(socket, doc));
  const beat = setInterval(() => tell(beatFrame()), BEAT_MS);

  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let timer: NodeJS.Timeout | undefined;
  const play = (index: number) => {
    const entry = log[index];
    if (!entry) return end();
    Y.applyUpdate(doc, entry.update, "log");
    options.played?.(entry, index);
    const next = log[index + 1];
    // Clocks of several servers may differ by a little: never back in time.
    const wait = next ? Math.max(0, next.at - entry.at) / speed : 0;
    timer = setTimeout(() => play(index + 1), Math.min(wait, MAX_TIMER_MS));
  };
  timer = setTimeout(() => play(0), 0);

  return {
    url: `ws://${host}:${(server.address() as AddressInfo).port}`,
    ended,
    watchers: () => server.clients.size,
    async close() {
      clearTimeout(timer);
      clearInterval(beat);
      end();
      const closed = once(server, "close");
      server.close();
      for (const socket of server.clients) socket.terminate();
      await closed;
      doc.destroy();
    },
  };
}

function watch(socket: WebSocket, doc: Y.Doc): void {
  socket.binaryType = "nodebuffer";
  socket.on("error", () => socket.terminate());
  socket.on("message", (data) => {
    try {
      const answer = answerTo(new Uint8Array(data as Buffer), doc);
      if (answer) socket.send(answer);
    } catch {
      // Not the protocol: whoever it is has nothing to watch here.
      socket.close(1002, "not a y-websocket frame");
    }
  });
}
