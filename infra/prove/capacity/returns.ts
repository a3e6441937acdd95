import type { SeededRandom } from "../chaos/seeded-random.ts";
import type { SimulatedNode } from "./cluster.ts";
import { COSTS } from "./costs.ts";

/** How phones came back that had lost their node. */
export interface Return {
  /** Nodes that took them in. */
  readonly nodes: number;
  readonly mostOnOne: number;
  /** Until the last of them is in sync, s. */
  readonly lastAfterS: number;
}

/** As the app's (shared/src/table/sync/sync-client.ts): any pause up to a second, then twice that, up to fifteen. */
const FIRST_PAUSE_S = 1;
const LONGEST_PAUSE_S = 15;

/** Phones that knock at these times, s; each node takes one after the other on its one core. */
export function comeBack(onNode: ReadonlyMap<SimulatedNode, readonly number[]>): Return {
  const costS = COSTS.serverPerReturn.value / 1e6;
  let lastAfterS = 0;
  let mostOnOne = 0;
  for (const [node, times] of onNode) {
    // What the node's core has left beside the phones that it serves.
    const idle = 1 - (node.phones * COSTS.serverPerPhoneSecond.value) / 1e6;
    let freeAt = 0;
    for (const at of [...times].sort((a, b) => a - b)) freeAt = Math.max(freeAt, at) + costS / idle;
    lastAfterS = Math.max(lastAfterS, freeAt);
    mostOnOne = Math.max(mostOnOne, times.length);
  }
  return { nodes: onNode.size, mostOnOne, lastAfterS };
}

/**
 * Phones whose shard is away: each is turned away when it next writes, and tries again and again.
 * Returns how many have written, how often they try together in the worst second, and how many are
 * back in each second after the shard's return.
 */
export function retryUntil(
  random: SeededRandom,
  phones: number,
  editsPerSecond: number,
  awayS: number,
): { readonly writers: number; readonly attemptsPerSecond: number; readonly back: number[] } {
  const attempts = Array<number>(Math.ceil(awayS)).fill(0);
  const back = Array<number>(LONGEST_PAUSE_S + 1).fill(0);
  let writers = 0;
  for (let phone = 0; phone < phones; phone += 1) {
    let at = -Math.log(1 - random.next()) / editsPerSecond;
    // One that writes nothing notices nothing.
    if (at >= awayS) continue;
    writers += 1;
    for (let tries = 0; at < awayS; tries += 1) {
      const second = Math.floor(at);
      attempts[second] = (attempts[second] ?? 0) + 1;
      at += random.next() * Math.min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** tries);
    }
    const after = Math.min(LONGEST_PAUSE_S, Math.floor(at - awayS));
    back[after] = (back[after] ?? 0) + 1;
  }
  return { writers, attemptsPerSecond: Math.max(0, ...attempts), back };
}
