import { type LookupAddress, lookup as resolve } from "node:dns";
import type { LookupFunction } from "node:net";

type Resolve = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * Finds the addresses of a name in an order of chance, for connections to spread over all the servers
 * that it stands for: the system's resolver sorts them, the same for every connection.
 */
export function anyAddress(find: Resolve = resolve): LookupFunction {
  return (hostname, { all, ...options }, callback) => {
    find(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "");
      const shuffled = addresses
        .map((address) => ({ address, at: Math.random() }))
        .sort((a, b) => a.at - b.at)
        .map(({ address }) => address);
      if (all) return callback(null, shuffled);
      callback(null, shuffled[0]?.address ?? "", shuffled[0]?.family);
    });
  };
}
