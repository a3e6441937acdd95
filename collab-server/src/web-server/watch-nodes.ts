import { setTimeout as delay } from "node:timers/promises";
import type { ServerNodes } from "./server-nodes.ts";

const CHECK_EVERY_MS = 1_000;
const REQUEST_TIMEOUT_MS = 2_000;
/** A node that is only slow is not cut off from its phones. */
const MISSES = 3;
/** A node that has been silent this often will not come to by itself. */
const HOPELESS = 15;

/** How a node answers when it is asked for its health. */
export type NodeHealth = "ok" | "leaving" | "not-listening" | "silent" | "unfit";

/**
 * Asks every node for its health: one that does not listen is taken out at once, one that does not
 * answer after `MISSES` times; all are put back when they are well. One that says that it cannot
 * serve gets nothing new, and keeps its phones: it may be Postgres that is away, for every node. One
 * that says that it leaves gets nothing new at once, and sends its phones away by itself.
 * `onHopeless` is told of a node that stays silent for much longer.
 */
export function watchNodes(
  nodes: ServerNodes,
  options: { everyMs?: number; timeoutMs?: number; onHopeless?(address: string): void } = {},
): { stop(): Promise<void> } {
  const { everyMs = CHECK_EVERY_MS, timeoutMs = REQUEST_TIMEOUT_MS } = options;
  const stopping = new AbortController();
  const watch = async (address: string) => {
    let misses = 0;
    let silent = 0;
    while (!stopping.signal.aborted) {
      const health = await nodeHealth(address, timeoutMs);
      misses = health === "ok" ? 0 : misses + 1;
      silent = health === "silent" ? silent + 1 : 0;
      if (silent > 0 && silent % HOPELESS === 0) options.onHopeless?.(address);
      if (health === "ok") nodes.up(address);
      else if (health === "leaving") nodes.down(address, { cutOff: false });
      else if (health === "not-listening" || misses >= MISSES) {
        nodes.down(address, { cutOff: health !== "unfit" });
      }
      // Aborted: the loop ends.
      await delay(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const watching = Promise.all(nodes.addresses.map(watch));
  return {
    async stop() {
      stopping.abort();
      await watching;
    },
  };
}

/** One look at the node at an address such as `127.0.0.1:5000`. */
export async function nodeHealth(
  address: string,
  timeoutMs = REQUEST_TIMEOUT_MS,
): Promise<NodeHealth> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`http://${address}/health`, { signal });
    if (response.ok) {
      await response.body?.cancel();
      return "ok";
    }
    // Whatever else stands where an answer of ours should be is no word of leaving.
    const { status } = (await response.json().catch(() => ({}))) as { status?: unknown };
    return status === "leaving" ? "leaving" : "unfit";
  } catch (error) {
    return isRefused(error) ? "not-listening" : "silent";
  }
}

/** What it is called when nobody was there to be asked: no listener, no such host (any more). */
const NOBODY_THERE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"]);

/** Nobody listens at the address: nothing of the request has been heard. */
export function isRefused(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return NOBODY_THERE.has(String(code ?? cause?.code));
}
