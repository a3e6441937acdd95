/**
 * What a server tells the phones of a session besides the document, as JSON in a stateless message, and
 * what phones tell each other of what they look at. Free of zod, so that phones can carry it.
 */

/** A message from the server to the phones of a session. */
export type Notice =
  /** The first word on a connection: the server's version of the protocol, and its clock, in ms. */
  | { readonly kind: "welcome"; readonly protocol: number; readonly now: number }
  /** The menu or its availability changed: fetch it again. */
  | { readonly kind: "menu"; readonly version: number }
  /** Somebody's name changed or somebody joined: fetch the people again. */
  | { readonly kind: "people" }
  /** Screens of the kitchen have shown all of these orders. */
  | { readonly kind: "seen"; readonly orders: readonly string[] }
  /** The connection is about to be closed for this reason, by a server of this version. */
  | { readonly kind: "refused"; readonly code: string; readonly protocol?: number };

/** Presence: what a diner is looking at. Not saved anywhere. */
export interface Presence {
  readonly diner: string;
  /** Menu category or item id, if any. */
  readonly at?: string;
  readonly cart?: boolean;
}

const isNumber = (value: unknown) => typeof value === "number" && Number.isFinite(value);

/** What each kind has to hold; it may hold more. */
const FIELDS: { [K in Notice["kind"]]: (notice: Record<string, unknown>) => boolean } = {
  welcome: ({ protocol, now }) => isNumber(protocol) && isNumber(now),
  menu: ({ version }) => isNumber(version),
  people: () => true,
  seen: ({ orders }) => Array.isArray(orders) && orders.every((id) => typeof id === "string"),
  refused: ({ code, protocol }) =>
    typeof code === "string" && (protocol === undefined || isNumber(protocol)),
};

/** Reads a notice; undefined for what this release does not know: a newer server may say more. */
export function parseNotice(payload: string): Notice | undefined {
  let notice: unknown;
  try {
    notice = JSON.parse(payload);
  } catch {
    return undefined;
  }
  if (typeof notice !== "object" || notice === null) return undefined;
  const fields = notice as Record<string, unknown>;
  const { kind } = fields;
  if (typeof kind !== "string" || !Object.hasOwn(FIELDS, kind)) return undefined;
  return FIELDS[kind as Notice["kind"]](fields) ? (fields as unknown as Notice) : undefined;
}
