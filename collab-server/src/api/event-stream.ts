/** Bytes that may wait for a reader before the sender pauses. */
const PAUSE_BYTES = 64 * 1024;
/** Bytes that may wait in all; a reader that is further behind is disconnected and resumes. */
const MAX_WAITING_BYTES = 1024 * 1024;
/** A reader that takes nothing for so long is gone without having said so, ms. */
const STALLED_MS = 30_000;

const encoder = new TextEncoder();

/** A server-sent event; `id` is what the browser resumes from. */
export interface SentEvent {
  readonly event?: string;
  readonly id?: number;
  /** JSON text without line breaks. */
  readonly data: string;
}

/** One open stream of server-sent events to one reader, with a bound on what waits for them. */
export interface EventStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly open: boolean;
  /** Sends, or disconnects a reader who is too far behind. Does nothing once closed. */
  send(event: SentEvent): void;
  /** Resolves when there is room for more, or when the stream is closed. */
  room(): Promise<void>;
  /** Says that we are alive, and disconnects a reader who has stopped reading. */
  ping(): void;
  /** Ends the stream in order. */
  close(): void;
  /** Called once, however the stream ends. */
  onClose(listener: () => void): void;
}

/** The text of an event on the wire. */
export function encodeEvent({ event, id, data }: SentEvent): string {
  const name = event === undefined ? "" : `event: ${event}\n`;
  const number = id === undefined ? "" : `id: ${id}\n`;
  return `${name}${number}data: ${data}\n\n`;
}

/** `abort` ends the connection at once, since what is waiting will never be read. */
export function createEventStream(abort?: () => void): EventStream {
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
    new ByteLengthQueuingStrategy({ highWaterMark: PAUSE_BYTES }),
  );

  function ended(): void {
    if (!open) return;
    open = false;
    wake?.();
    for (const listener of listeners) listener();
    listeners.clear();
  }

  function waitingBytes(): number {
    return PAUSE_BYTES - (controller.desiredSize ?? PAUSE_BYTES);
  }

  function disconnect(): void {
    if (!open) return;
    ended();
    if (abort) abort();
    else controller.error(new Error("the reader is too slow"));
  }

  function write(text: string): void {
    if (!open) return;
    if (waitingBytes() > MAX_WAITING_BYTES) disconnect();
    else controller.enqueue(encoder.encode(text));
  }

  return {
    body,
    get open() {
      return open;
    },
    send: (event) => write(encodeEvent(event)),
    async room() {
      if (!open || waitingBytes() < PAUSE_BYTES) return;
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
      if (waitingBytes() > 0 && Date.now() - takenAt > STALLED_MS) disconnect();
      // An event and not a comment: a browser does not show comments to the page, which wants to
      // notice silence.
      else write(encodeEvent({ event: "ping", data: "{}" }));
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
