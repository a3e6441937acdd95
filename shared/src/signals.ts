/**
 * What processes tell each other after a commit. A signal only says "look": everything it names is
 * read from Postgres, so a lost, late or doubled signal costs time and never data.
 */
export type Signal =
  | {
      readonly kind: "session";
      readonly restaurantId: string;
      readonly sessionId: string;
      readonly seq: number;
    }
  | { readonly kind: "kitchen"; readonly restaurantId: string; readonly eventNumber: number }
  | { readonly kind: "queue"; readonly restaurantId: string }
  | { readonly kind: "menu"; readonly restaurantId: string; readonly version: number }
  | { readonly kind: "floor"; readonly restaurantId: string };

/** The channel name, the same for Redis pub/sub and Postgres LISTEN. */
export const SIGNAL_CHANNEL = "tureen_signals";

/** A signal as one short line of text (Postgres allows 8000 bytes). */
export function encodeSignal(signal: Signal): string {
  return JSON.stringify(signal);
}

const KINDS: readonly string[] = ["session", "kitchen", "queue", "menu", "floor"];

/** Reads a signal; null for anything else, so that an unknown newer kind is ignored. */
export function decodeSignal(text: string): Signal | null {
  try {
    const value = JSON.parse(text) as Signal;
    return typeof value === "object" &&
      value !== null &&
      KINDS.includes(value.kind) &&
      typeof value.restaurantId === "string"
      ? value
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
