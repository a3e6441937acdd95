import { lookup } from "node:dns/promises";
import { isIP } from "node:net";

/** A name's addresses; rejects when it cannot be asked for or has none. */
export type Resolve = (name: string) => Promise<readonly { address: string; family: number }[]>;

/**
 * Finds the servers behind names such as `server:5000`: one name may stand for several of them, as with
 * docker-compose up --scale or a headless Service. Never rejects: a name that has no answer now keeps
 * the addresses of its last one.
 */
export function findNodes(
  names: readonly string[],
  resolve: Resolve = (name) => lookup(name, { all: true }),
): () => Promise<readonly string[]> {
  const last = new Map<string, readonly string[]>();
  const addressesOf = async (name: string): Promise<readonly string[]> => {
    const [, host = "", port = ""] = /^(.*):(\d+)$/.exec(name) ?? [];
    if (isIP(host)) return [name];
    try {
      const all = await resolve(host);
      // A server that has an address of either kind is one server.
      const family = all.some((each) => each.family === 4) ? 4 : 6;
      const found = all
        .filter((each) => each.family === family)
        .map(({ address }) => (family === 4 ? `${address}:${port}` : `[${address}]:${port}`))
        .sort();
      if (found.length > 0) last.set(name, found);
    } catch {
      // A resolver that is away takes no server away.
    }
    return last.get(name) ?? [name];
  };
  return async () => [...new Set((await Promise.all(names.map(addressesOf))).flat())];
}
