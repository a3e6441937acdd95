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
      /** The session is over: what is remembered of it to be quick is no longer of use. */
      readonly ended?: true;
    }
  | { readonly kind: "kitchen"; readonly restaurantId: string; readonly eventNumber: number }
  | { readonly kind: "queue"; readonly restaurantId: string }
  | { readonly kind: "menu"; readonly restaurantId: string; readonly version: number }
  | { readonly kind: "floor"; readonly restaurantId: string }
  /** A diner's name was erased: screens that show names read them again. */
  | { readonly kind: "names"; readonly restaurantId: string }
  /** The kitchen's stations have changed: screens read their tickets again. */
  | { readonly kind: "stations"; readonly restaurantId: string }
  /** Sign-ins or roles of the restaurant's staff have changed. */
  | { readonly kind: "staff"; readonly restaurantId: string };

/** The channel name, the same for Redis pub/sub and Postgres LISTEN. */
export const SIGNAL_CHANNEL = "tureen_signals";

/** A signal as one short line of text (Postgres allows 8000 bytes). */
export function encodeSignal(signal: Signal): string {
  return JSON.stringify(signal);
}

/** Number and text fields of each kind besides the restaurant. */
const FIELDS: Record<Signal["kind"], Readonly<Record<string, "string" | "number">>> = {
  session: { sessionId: "string", seq: "number" },
  kitchen: { eventNumber: "number" },
  queue: {},
  menu: { version: "number" },
  floor: {},
  names: {},
  stations: {},
  staff: {},
};

/** Reads a signal; null for anything else, so that an unknown newer kind is ignored. */
export function decodeSignal(text: string): Signal | null {
  let value: Record<string, unknown> | null;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof value !== "object" || value === null) return null;
  const kind = value.kind as Signal["kind"];
  if (!Object.hasOwn(FIELDS, kind) || typeof value.restaurantId !== "string") return null;
  const complete = Object.entries(FIELDS[kind]).every(([key, type]) => typeof value[key] === type);
  return complete ? (value as Signal) : null;
}
