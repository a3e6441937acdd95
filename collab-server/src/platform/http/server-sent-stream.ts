import { type EventStream, PING, type SentEvent, STREAM_BOUNDS } from "./event-stream.ts";

const { pauseBytes, maxWaitingBytes, stalledMs } = STREAM_BOUNDS;
const encoder = new TextEncoder();

/** An event stream as the body of an HTTP answer, in the form that `EventSource` reads. */
export interface ServerSentStream extends EventStream {
  readonly body: ReadableStream<Uint8Array>;
}

/** The text of an event on the wire. */
function encodeEvent({ event, id, data }: SentEvent): string {
  const name = event === undefined ? "" : `event: ${event}\n`;
  const number = id === undefined ? "" : `id: ${id}\n`;
  return `${name}${number}data: ${data}\n\n`;
}

/** `abort` ends the connection at once, since what is waiting will never be read. */
export function createServerSentStream(abort?: () => void): ServerSentStream {
  let open = true;
  let takenAt = Date.now();
  let wake: (() => void) | undefined;
  let waiting: Promise<void> | undefined;
  const listeners = new Set<() => void>();
  let controller: ReadableStreamDefaultController<Uint8Array>;

  const body = new ReadableStream<Uint8Array>(
    {
      start(c) {
        controller = c;
      },
      // Called when the reader has taken something and there is room again.
      pull() {
        takenAt = Date.now();
        wake?.();
      },
      cancel: ended,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: pauseBytes }),
  );

  function ended(): void {
    if (!open) return;
    open = false;
    wake?.();
    for (const listener of listeners) listener();
    listeners.clear();
  }

  function waitingBytes(): number {
    return pauseBytes - (controller.desiredSize ?? pauseBytes);
  }

  function disconnect(): void {
    if (!open) return;
    ended();
    if (abort) abort();
    else controller.error(new Error("the reader is too slow"));
  }

  function send(event: SentEvent): void {
    if (!open) return;
    if (waitingBytes() > maxWaitingBytes) disconnect();
    else controller.enqueue(encoder.encode(encodeEvent(event)));
  }

  return {
    body,
    get open() {
      return open;
    },
    send,
    async room() {
      if (!open || waitingBytes() < pauseBytes) return;
      waiting ??= new Promise<void>((resolve) => {
        wake = () => {
          wake = undefined;
          waiting = undefined;
          resolve();
        };
      });
      await waiting;
    },
    ping() {
      if (waitingBytes() > 0 && Date.now() - takenAt > stalledMs) disconnect();
      else send(PING);
    },
    close() {
      if (!open) return;
      controller.close();
      ended();
    },
    onClose(listener) {
      if (open) listeners.add(listener);
      else listener();
    },
  };
}
