import { BlockList, isIP } from "node:net";
import type { WebSocket } from "ws";

/** What the HTTP server knows of a request's connection, handed to the handlers as bindings. */
export interface Bindings {
  /** The peer's address; undefined in tests without a connection. */
  readonly remoteAddress?: string;
  /** Ends the connection at once, without sending what is still waiting. */
  readonly abort?: () => void;
  /**
   * Answers a request for a WebSocket with one; absent where none is asked for. Throws
   * request-malformed when it is no proper handshake.
   */
  readonly accept?: () => WebSocket;
}

/** Where a request really came from, as far as it can be known. */
export interface Client {
  /** For counting: an IPv4 address or an IPv6 /64 network; "unknown" without a connection. */
  readonly address: string;
  /** The web app's own host as the browser addressed it, in lower case. */
  readonly host: string | undefined;
  /** Whether the browser speaks https. */
  readonly secure: boolean;
}

type Header = (name: string) => string | undefined;

/** Proxies between us and the client that are looked through, nearest first. */
const MAX_PROXIES = 5;

/**
 * Reads who the client is. X-Forwarded-* count only when the peer is a trusted proxy: "none",
 * "loopback", or a comma-separated list of addresses and networks (`10.0.0.0/8`). Throws
 * RangeError for a list that cannot be read.
 */
export function createClientReader(
  trustProxy: string,
): (remoteAddress: string | undefined, header: Header) => Client {
  const trusts = parseTrust(trustProxy);
  return (remoteAddress, header) => {
    const peer = plain(remoteAddress);
    if (peer === undefined || !trusts(peer)) {
      return { address: network(peer), host: header("host")?.toLowerCase(), secure: false };
    }
    const host = first(header("x-forwarded-host")) ?? header("host");
    return {
      address: network(originOf(peer, header("x-forwarded-for"), trusts)),
      host: host?.toLowerCase(),
      secure: first(header("x-forwarded-proto")) === "https",
    };
  };
}

/** The last address in the chain that a trusted proxy vouches for and that is no proxy itself. */
function originOf(
  peer: string,
  forwardedFor: string | undefined,
  trusts: (address: string) => boolean,
): string {
  const chain = (forwardedFor ?? "").split(",").reverse().slice(0, MAX_PROXIES);
  let address = peer;
  for (const entry of chain) {
    const next = plain(entry.trim());
    if (next === undefined) break;
    address = next;
    if (!trusts(address)) break;
  }
  return address;
}

/**
 * Whether an address is that of a trusted proxy. Throws RangeError for a list that cannot be read.
 */
export function parseTrust(text: string): (address: string) => boolean {
  const list = new BlockList();
  for (const entry of text.split(",").map((part) => part.trim())) {
    if (entry === "none" || entry === "") continue;
    if (entry === "loopback") {
      list.addSubnet("127.0.0.0", 8, "ipv4");
      list.addAddress("::1", "ipv6");
      continue;
    }
    const [address = "", bits] = entry.split("/", 2);
    const version = isIP(address);
    const longest = version === 4 ? 32 : 128;
    const prefix = bits === undefined ? longest : Number(bits);
    if (version === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > longest) {
      throw new RangeError(`"${entry}" is not an address or network`);
    }
    list.addSubnet(address, prefix, version === 4 ? "ipv4" : "ipv6");
  }
  return (given) => {
    const address = plain(given);
    return address !== undefined && list.check(address, isIP(address) === 4 ? "ipv4" : "ipv6");
  };
}

/** An address without the IPv6 wrapping of IPv4; undefined when it is none. */
function plain(address: string | undefined): string | undefined {
  const unwrapped = address?.replace(/^::ffff:(?=[0-9.]+$)/i, "");
  return unwrapped !== undefined && isIP(unwrapped) !== 0 ? unwrapped : undefined;
}

/** IPv6 users own whole /64 networks and could count as a new client with every request. */
function network(address: string | undefined): string {
  if (address === undefined) return "unknown";
  if (isIP(address) === 4) return address;
  const [head = "", tail = ""] = address.toLowerCase().split("%")[0]?.split("::", 2) ?? [];
  const left = head.split(":").filter((part) => part !== "");
  const right = tail.split(":").filter((part) => part !== "");
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => "0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}

function first(list: string | undefined): string | undefined {
  const value = list?.split(",")[0]?.trim();
  return value ? value : undefined;
}
