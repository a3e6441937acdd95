import { closeCodeFor } from "@tureen/shared/platform/protocol/reactions";
import type { WebSocket } from "ws";
import { type EventStream, PING, type SentEvent, STREAM_BOUNDS } from "./event-stream.ts";

/** Pings without an answer after which a reader is gone: half a minute of the server's heartbeats. */
const MAX_UNANSWERED = 3;

const { pauseBytes, maxWaitingBytes } = STREAM_BOUNDS;

/** The text frame of an event: an `EventFrame` as JSON. */
function encodeFrame({ event, id, data }: SentEvent): string {
  const name = event === undefined ? "" : `"event":${JSON.stringify(event)},`;
  const number = id === undefined ? "" : `"id":${id},`;
  return `{${name}${number}"data":${data}}`;
}

/** An event stream over a WebSocket: one text frame per event. Its reader has nothing to say. */
export function createSocketStream(socket: WebSocket): EventStream {
  let open = true;
  let unanswered = 0;
  const listeners = new Set<() => void>();
  let wake: (() => void)[] = [];

  socket.on("pong", () => {
    unanswered = 0;
  });
  socket.on("message", () => disconnect());
  socket.on("close", ended);
  // `close` follows; a broken frame is its sender's problem alone.
  socket.on("error", () => {});

  function ended(): void {
    if (!open) return;
    open = false;
    taken();
    for (const listener of listeners) listener();
    listeners.clear();
  }

  /** Something has left, or nothing will any more. */
  function taken(): void {
    if (wake.length === 0 || (open && socket.bufferedAmount >= pauseBytes)) return;
    const waiting = wake;
    wake = [];
    for (const go of waiting) go();
  }

  function disconnect(): void {
    socket.terminate();
    ended();
  }

  function send(event: SentEvent): void {
    if (!open) return;
    if (socket.bufferedAmount > maxWaitingBytes) disconnect();
    else socket.send(encodeFrame(event), taken);
  }

  return {
    get open() {
      return open;
    },
    send,
    async room() {
      if (!open || socket.bufferedAmount < pauseBytes) return;
      await new Promise<void>((resolve) => wake.push(resolve));
    },
    ping() {
      if (!open) return;
      // One that has vanished without a word would keep its place among those who may follow.
      if (unanswered >= MAX_UNANSWERED) return disconnect();
      unanswered += 1;
      socket.ping();
      send(PING);
    },
    close(why) {
      if (!open) return;
      socket.close(closeCodeFor(why), why);
      ended();
    },
    onClose(listener) {
      if (open) listeners.add(listener);
      else listener();
    },
  };
}
