/** What a cook ticks off reaches the server once and in order, whatever the connection does. */
import type { LineMove } from "../orders/line-move.ts";

/** Moves of lines of one order that a cook made with one tap. */
export interface Bump {
  readonly orderId: string;
  /** The order's, for people. */
  readonly number: number;
  readonly moves: readonly LineMove[];
  /** When it was made, where something counts from then; by the server's clock, ms. */
  readonly at?: number;
}

/** More than anybody taps while a connection is gone; what is older would surprise. */
const MOST_BUMPS = 300;

export interface BumpOutbox {
  /** Those that the server is not known to have, in the order in which they were made. */
  pending(): readonly Bump[];
  /** Keeps one, and sends it as soon as the server can be reached. */
  add(bump: Bump): void;
}

/**
 * Sends bumps one after the other, the next when the one before it is settled. One whose answer was
 * lost with the page is sent once more: it names where its lines were, so that the server takes it
 * only once.
 */
export function openBumpOutbox<Answer>(options: {
  /** What an earlier page could not tell the server any more. */
  readonly kept: readonly Bump[];
  /** Told of what has to be kept, whenever that changes. */
  readonly keep: (bumps: readonly Bump[]) => void;
  /** Asks the server until it answers; rejects with a refusal. */
  readonly ask: (bump: Bump) => Promise<Answer>;
  /** The server has done it. */
  readonly done: (bump: Bump, answer: Answer) => void;
  /** The server will not do it. Resolves with whether that is the end of it; else it is kept. */
  readonly refused: (bump: Bump, error: unknown) => Promise<boolean>;
  /** Ends the sending. */
  readonly signal: AbortSignal;
}): BumpOutbox {
  let pending = options.kept;
  let isSending = false;

  function keep(next: readonly Bump[]): void {
    pending = next;
    options.keep(next);
  }

  async function send(): Promise<void> {
    if (isSending) return;
    isSending = true;
    for (let next = pending[0]; next && !options.signal.aborted; next = pending[0]) {
      const sent = next;
      const isOver = await options.ask(sent).then(
        (answer) => {
          options.done(sent, answer);
          return true;
        },
        (error: unknown) => options.refused(sent, error),
      );
      // A page that is gone has left what it kept to the next.
      if (!isOver || options.signal.aborted) break;
      keep(pending.filter((each) => each !== sent));
    }
    isSending = false;
  }

  void send();
  return {
    pending: () => pending,
    add(made) {
      keep([...pending, made].slice(-MOST_BUMPS));
      void send();
    },
  };
}
