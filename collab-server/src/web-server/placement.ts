/**
 * Which node a restaurant's tables go to: rendezvous hashing with bounded load. Each restaurant has
 * its own order of the nodes and fills them one after the other, each up to a bound a little above
 * the mean. So its tables are on few nodes; nobody has to agree on anything but the nodes and their
 * loads; and a node that leaves moves nobody else's tables. Pure: the same input, the same answer.
 */

/** A node that may be given tables. */
export interface NodeLoad {
  readonly address: string;
  /** Its live connections. */
  readonly phones: number;
}

/** How uneven nodes may be. */
export interface PlacementBounds {
  /** A node takes tables up to this many times the mean… */
  readonly takes: number;
  /** … and keeps them up to this many, so that what comes and goes moves nobody. */
  readonly keeps: number;
  /** So few phones are no load: a small place stays on one node. */
  readonly floor: number;
}

export const BOUNDS: PlacementBounds = { takes: 1.15, keeps: 1.4, floor: 200 };

/** With fewer phones than this a node takes more. There always is one with fewer. */
export function takesUpTo(nodes: readonly NodeLoad[], bounds = BOUNDS): number {
  return boundOf(nodes, bounds.takes, bounds.floor);
}

/** The nodes in the order in which this restaurant fills them. */
export function orderOf(nodes: readonly NodeLoad[], restaurant: string): NodeLoad[] {
  return nodes
    .map((node) => ({ node, score: scoreOf(node.address, restaurant) }))
    .sort((a, b) => b.score - a.score || (a.node.address < b.node.address ? -1 : 1))
    .map(({ node }) => node);
}

/** The node for a new table of the restaurant: the first in its order that is below the bound. */
export function placeTable(
  nodes: readonly NodeLoad[],
  restaurant: string,
  bounds = BOUNDS,
): string {
  const bound = takesUpTo(nodes, bounds);
  let best = { address: "", score: -1 };
  for (const { address, phones } of nodes) {
    if (phones >= bound) continue;
    const score = scoreOf(address, restaurant);
    if (score > best.score || (score === best.score && address < best.address)) {
      best = { address, score };
    }
  }
  return best.address;
}

/**
 * Whether a node gives tables to the others: once it has far more than its part, until it has no more
 * than it takes.
 */
export function givesAway(
  nodes: readonly NodeLoad[],
  { phones }: NodeLoad,
  isGiving: boolean,
  bounds = BOUNDS,
): boolean {
  const { takes, keeps, floor } = bounds;
  return phones > boundOf(nodes, isGiving ? takes : keeps, floor);
}

/**
 * The restaurants on a node in the order in which it gives tables away: first those that it is the
 * last choice of, one restaurant after the other.
 */
export function leavingOrder(
  nodes: readonly NodeLoad[],
  address: string,
  restaurants: Iterable<string>,
): string[] {
  const rankOf = (restaurant: string) =>
    orderOf(nodes, restaurant).findIndex((node) => node.address === address);
  return [...new Set(restaurants)]
    .map((restaurant) => ({ restaurant, rank: rankOf(restaurant) }))
    .sort((a, b) => b.rank - a.rank || (a.restaurant < b.restaurant ? -1 : 1))
    .map(({ restaurant }) => restaurant);
}

function boundOf(nodes: readonly NodeLoad[], factor: number, floor: number): number {
  const phones = nodes.reduce((sum, node) => sum + node.phones, 0);
  return Math.max(floor, Math.ceil((factor * (phones + 1)) / nodes.length));
}

/** FNV-1a, stirred as MurmurHash3 ends: what differs in a digit alone scores quite differently. */
function scoreOf(address: string, restaurant: string): number {
  let hash = 0x811c9dc5;
  for (const text of [address, " ", restaurant]) {
    for (let i = 0; i < text.length; i += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    }
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
