/**
 * The version of what phones and servers say to each other on the live connection (SPEC.md), and of
 * the values that stand in a session's document.
 *
 * It moves with every change of either that the other side can notice: `version.test.ts` hashes the
 * frames, the notices, the reactions and the schemas of all values, and fails while the hash of the
 * newest entry of the history is another one. Adding is compatible: an older phone leaves alone what it does not
 * know, an older server refuses it for now. Whoever takes something away, or changes what it means,
 * moves `OLDEST_CLIENT` too: older phones are then told to reload the app.
 */
export interface ProtocolVersion {
  readonly version: number;
  /** What is new in it. */
  readonly what: string;
  /** SHA-256 over everything that the version covers; the first was not measured. */
  readonly hash: string | null;
}

/** Every version there has been, the oldest first. */
export const PROTOCOL_HISTORY: readonly ProtocolVersion[] = [
  { version: 1, what: "The protocol without a version.", hash: null },
  {
    version: 2,
    what:
      "Clients say their version, servers greet with theirs and their clock. " +
      "What a client too new sends is refused for now; a client too old is told to reload.",
    hash: "63c86c42b1a404ac890b39d34ea3c7a36c4376fce67ecc34132ca9a5ec46321f",
  },
];

/** The version that this release speaks. */
export const PROTOCOL_VERSION = 2;

/** The oldest version of a client that this release serves. */
export const OLDEST_CLIENT = 1;

/**
 * The version that a client names in its address; one that names none speaks the first, and one that
 * names nonsense is not ours to know better.
 */
export function clientVersion(named: string | null): number {
  return named !== null && /^[1-9][0-9]{0,5}$/.test(named) ? Number(named) : 1;
}
