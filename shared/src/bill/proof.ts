/**
 * How a receipt is proven to somebody who may see nothing else of the restaurant's ledger. Anchors
 * (`ledger_anchors`) commit to a range of entries by the root of a tree of hashes, and to the anchor
 * before. A leaf holds an entry's number, its hash, and the digest of the receipt that it vouches for;
 * so a receipt's text, its entry's hash and one hash per level lead to the root, and the root to the
 * anchor, whose hash others may have kept. Pure, and the same on the server and in the page.
 */
import { fieldsText } from "../platform/hash-fields.ts";
import { sha256Hex } from "../platform/sha256.ts";

/** An entry of the ledger, as an anchor commits to it. Hashes are hexadecimal. */
export interface AnchoredEntry {
  readonly number: number;
  readonly hash: string;
  /** Of the receipt that it gave out; null when it gave out none. */
  readonly digest: string | null;
}

/** What an anchor says. */
export interface LedgerAnchor {
  readonly number: number;
  readonly firstEntry: number;
  readonly lastEntry: number;
  readonly root: string;
  /** The hash of the last entry. */
  readonly head: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** The hash of the anchor before; zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** A step from a leaf to the root: the hash beside, and on which side it stands. */
export interface ProofStep {
  readonly side: "left" | "right";
  readonly hash: string;
}

/** What proves a receipt, beside its text. */
export interface ReceiptProof {
  readonly restaurantId: string;
  readonly entry: number;
  /** Of the entry. */
  readonly hash: string;
  /** Whether the server finds the ledger around the entry as it was written. */
  readonly intact: boolean;
  /** The newest entry of the ledger. */
  readonly head: number;
  /** The first anchor that commits to the entry, and the way to its root; null until there is one. */
  readonly anchor: LedgerAnchor | null;
  readonly path: readonly ProofStep[];
}

/** The hash of the anchor before the first. */
export const NO_ANCHOR = "0".repeat(64);

const hashOf = (...fields: (string | number | null)[]) => sha256Hex(fieldsText(fields));
const leafOf = ({ number, hash, digest }: AnchoredEntry) =>
  hashOf("tureen-leaf-1", number, hash, digest);
const nodeOf = (left: string, right: string) => hashOf("tureen-node-1", left, right);

/** The root of the tree over these entries, in the order of their numbers. There must be one. */
export function rootOf(entries: readonly AnchoredEntry[]): string {
  let level = entries.map(leafOf);
  while (level.length > 1) level = above(level);
  const [root] = level;
  if (root === undefined) throw new RangeError("a tree needs a leaf");
  return root;
}

/** The way from an entry to the root. */
export function pathTo(entries: readonly AnchoredEntry[], number: number): ProofStep[] {
  let at = entries.findIndex((entry) => entry.number === number);
  if (at === -1) throw new RangeError(`entry ${number} is not among them`);
  const path: ProofStep[] = [];
  for (let level = entries.map(leafOf); level.length > 1; level = above(level)) {
    const isRight = at % 2 === 1;
    const beside = level[isRight ? at - 1 : at + 1];
    // An odd one at the end goes up as it is.
    if (beside !== undefined) path.push({ side: isRight ? "left" : "right", hash: beside });
    at = Math.floor(at / 2);
  }
  return path;
}

function above(level: readonly string[]): string[] {
  const next: string[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left = "", right] = level.slice(i, i + 2);
    next.push(right === undefined ? left : nodeOf(left, right));
  }
  return next;
}

/** The hash of an anchor: everything that it says, of this restaurant. */
export function anchorHash(restaurantId: string, anchor: Omit<LedgerAnchor, "hash">): string {
  const { number, firstEntry, lastEntry, root, head, at, previous } = anchor;
  return hashOf(
    ...["tureen-ledger-anchor-1", restaurantId, number, firstEntry, lastEntry, root, head],
    ...[at, previous],
  );
}

/**
 * How far a receipt is proven. "anchored": its text is the one that a published anchor commits to;
 * "waiting": nothing speaks against it, and no anchor commits to its entry yet; "broken": what is shown
 * is not what was written down.
 */
export type ProofVerdict = "anchored" | "waiting" | "broken";

/** Works out again, from a receipt's text on, everything that its proof says. */
export function checkProof(text: string, proof: ReceiptProof): ProofVerdict {
  const { restaurantId, entry, hash, intact, anchor, path } = proof;
  if (!intact || numberedEntry(text) !== entry) return "broken";
  if (!anchor) return "waiting";
  if (entry < anchor.firstEntry || entry > anchor.lastEntry) return "broken";
  const leaf = leafOf({ number: entry, hash, digest: sha256Hex(text) });
  const root = path.reduce(
    (below, step) => (step.side === "left" ? nodeOf(step.hash, below) : nodeOf(below, step.hash)),
    leaf,
  );
  const isAnchors = root === anchor.root && anchorHash(restaurantId, anchor) === anchor.hash;
  return isAnchors ? "anchored" : "broken";
}

/** The entry that a receipt's text says it belongs to; undefined for what is no receipt. */
function numberedEntry(text: string): unknown {
  try {
    return (JSON.parse(text) as { entry?: unknown } | null)?.entry;
  } catch {
    return undefined;
  }
}
