import { setTimeout as delay } from "node:timers/promises";
import type { NodeReport, ServerNodes } from "./server-nodes.ts";

const CHECK_EVERY_MS = 1_000;
const REQUEST_TIMEOUT_MS = 2_000;
/** A node that is only slow is not cut off from its phones. */
const MISSES = 3;
/** A node that has been silent this often will not come to by itself. */
const HOPELESS = 15;

/** How a node answers when it is asked for its health. */
export type NodeHealth = "ok" | "leaving" | "not-listening" | "silent" | "unfit";

/** Between two tables that a node with too many sends away: their phones come back one table after the other. */
const EVEN_OUT_EVERY_MS = 250;

/**
 * Asks every node for its health: one that does not listen is taken out at once, one that does not
 * answer after `MISSES` times; all are put back when they are well. One that says that it cannot
 * serve gets nothing new, and keeps its phones: it may be Postgres that is away, for every node. One
 * that says that it leaves gets nothing new at once, and sends its phones away by itself.
 * `find` says which nodes there are, as often as they are asked; without it they stay the same.
 * `onHopeless` is told of a node that stays silent for much longer.
 */
export function watchNodes(
  nodes: ServerNodes,
  options: {
    everyMs?: number;
    timeoutMs?: number;
    evenOutEveryMs?: number;
    find?(): Promise<readonly string[]>;
    onHopeless?(address: string): void;
  } = {},
): { stop(): Promise<void> } {
  const { everyMs = CHECK_EVERY_MS, timeoutMs = REQUEST_TIMEOUT_MS, find } = options;
  const stopping = new AbortController();
  const watched = new Map<string, Promise<void>>();
  const pause = () =>
    // Aborted: the loop ends.
    delay(everyMs, undefined, { signal: stopping.signal }).catch(() => undefined);
  /** One that is no longer named is watched while phones are on it: it may die without a word. */
  const isOfInterest = (address: string) =>
    nodes.addresses.includes(address) || nodes.connections(address) > 0;

  const watch = async (address: string) => {
    let misses = 0;
    let silent = 0;
    while (!stopping.signal.aborted && isOfInterest(address)) {
      const { health, report } = await lookAt(address, timeoutMs);
      misses = health === "ok" ? 0 : misses + 1;
      silent = health === "silent" ? silent + 1 : 0;
      if (silent > 0 && silent % HOPELESS === 0) options.onHopeless?.(address);
      if (health === "ok") nodes.up(address, report);
      else if (health === "leaving") nodes.down(address, { cutOff: false });
      else if (health === "not-listening" || misses >= MISSES) {
        nodes.down(address, { cutOff: health !== "unfit" });
      }
      await pause();
    }
    watched.delete(address);
  };
  const watchAll = () => {
    for (const address of nodes.addresses) {
      if (!watched.has(address)) watched.set(address, watch(address));
    }
  };
  const findNodes = async () => {
    while (find && !stopping.signal.aborted) {
      nodes.replace(await find());
      watchAll();
      await pause();
    }
  };
  watchAll();
  const finding = findNodes();
  const evening = setInterval(() => nodes.evenOut(), options.evenOutEveryMs ?? EVEN_OUT_EVERY_MS);
  evening.unref();
  return {
    async stop() {
      stopping.abort();
      clearInterval(evening);
      await finding;
      await Promise.all(watched.values());
    },
  };
}

/** One look at the node at an address such as `127.0.0.1:5000`. */
export async function nodeHealth(
  address: string,
  timeoutMs = REQUEST_TIMEOUT_MS,
): Promise<NodeHealth> {
  return (await lookAt(address, timeoutMs)).health;
}

/** The same, and what a node that is well says of itself, if it does. */
async function lookAt(
  address: string,
  timeoutMs: number,
): Promise<{ health: NodeHealth; report?: NodeReport | undefined }> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`http://${address}/health`, { signal });
    // Whatever else stands where an answer of ours should be says nothing.
    const said = (await response.json().catch(() => ({}))) as Record<string, unknown>;
    if (response.ok) return { health: "ok", report: reportIn(said) };
    return { health: said?.status === "leaving" ? "leaving" : "unfit" };
  } catch (error) {
    return { health: isRefused(error) ? "not-listening" : "silent" };
  }
}

function reportIn(said: Record<string, unknown> | null): NodeReport | undefined {
  const { phones, isFull } = said ?? {};
  if (typeof phones !== "number" || !(phones >= 0)) return undefined;
  return { phones, isFull: isFull === true };
}

/** What it is called when nobody was there to be asked: no listener, no such host (any more). */
const NOBODY_THERE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"]);

/** Nobody listens at the address: nothing of the request has been heard. */
export function isRefused(error: unknown): boolean {
  const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
  return NOBODY_THERE.has(String(code ?? cause?.code));
}
