import { lookup } from "node:dns/promises";
import { BlockList, isIP, isIPv6 } from "node:net";

/** Which addresses printers may have. Nothing is ever sent to others, whatever managers write. */
export interface PrinterNetworks {
  /** The address of a host, to be connected to as it is; null when it may not be a printer's. */
  find(host: string): Promise<string | null>;
}

/** Networks that belong to whoever runs them: RFC 1918 and 4193. */
const PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/**
 * Reads "private", "none", or networks such as "192.168.20.0/24,10.1.0.0/16". A name is looked up once and
 * the address that was judged is connected to, so that it cannot lead elsewhere meanwhile. Throws
 * RangeError for what is none of these.
 */
export function printerNetworks(text: string): PrinterNetworks {
  const networks = text === "none" ? [] : text === "private" ? PRIVATE : text.split(",");
  const allowed = new BlockList();
  for (const network of networks) {
    const [address = "", bits = ""] = network.trim().split("/");
    const version = isIP(address);
    const length = Number(bits);
    if (version === 0 || !/^[0-9]+$/.test(bits) || length > (version === 6 ? 128 : 32)) {
      throw new RangeError(`"${network.trim()}" is no network such as 192.168.20.0/24`);
    }
    allowed.addSubnet(address, length, version === 6 ? "ipv6" : "ipv4");
  }
  const isAllowed = (address: string) => allowed.check(address, isIPv6(address) ? "ipv6" : "ipv4");
  return {
    async find(host) {
      const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true });
      return found.find(({ address }) => isAllowed(address))?.address ?? null;
    },
  };
}
