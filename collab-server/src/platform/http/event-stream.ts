import type { LiveErrorCode } from "@tureen/shared/platform/protocol/reactions";

/** What may wait for one reader, whatever carries the stream. */
export const STREAM_BOUNDS = {
  /** Bytes that may wait for a reader before the sender pauses. */
  pauseBytes: 64 * 1024,
  /** Bytes that may wait in all; a reader that is further behind is disconnected and resumes. */
  maxWaitingBytes: 1024 * 1024,
  /** A reader that takes nothing for so long is gone without having said so, ms. */
  stalledMs: 30_000,
} as const;

/** An event for staff; `id` is what its reader resumes from. */
export interface SentEvent {
  readonly event?: string;
  readonly id?: number;
  /** JSON text without line breaks. */
  readonly data: string;
}

/** Says that we are alive; an event, so that the page sees it and notices when none comes. */
export const PING: SentEvent = { event: "ping", data: "{}" };

/**
 * One open stream of events to one reader, with a bound on what waits for them. Those who feed it do
 * not know what carries it: see server-sent-stream.ts and socket-stream.ts.
 */
export interface EventStream {
  readonly open: boolean;
  /** Sends, or disconnects a reader who is too far behind. Does nothing once closed. */
  send(event: SentEvent): void;
  /** Resolves when there is room for more, or when the stream is closed. */
  room(): Promise<void>;
  /** Says that we are alive, and disconnects a reader who has stopped reading. */
  ping(): void;
  /** Ends the stream in order; `why` is told where there are words for it. */
  close(why: LiveErrorCode): void;
  /** Called once, however the stream ends. */
  onClose(listener: () => void): void;
}
