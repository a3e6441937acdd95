/**
 * The network between phones and one node. It cuts connections, makes them slow, cuts what is sent
 * into small pieces, and lets connections die without telling one side or both.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import type { SeededRandom } from "./seeded-random.ts";

/** How the network is at the moment, for all connections through it. */
export interface NetworkConditions {
  /** Bytes arrive this much later, ms. */
  readonly delayMs: number;
  /** Bytes arrive in pieces of at most this many. */
  readonly pieceBytes: number;
}

const FAIR: NetworkConditions = { delayMs: 0, pieceBytes: Number.POSITIVE_INFINITY };
/** Bytes under way in one direction, past which the sender has to wait. */
const MAX_UNDER_WAY_BYTES = 1024 * 1024;

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
  /** Nothing gets through any more, and nobody is told. */
  dead: boolean;
}

export class TcpProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  readonly #random: SeededRandom;
  #conditions = FAIR;
  #isUnplugged = false;

  private constructor(server: Server, port: number, random: SeededRandom) {
    this.#server = server;
    this.port = port;
    this.#random = random;
  }

  /** A proxy on a free port of 127.0.0.1 before this one. */
  static async start(targetPort: number, random: SeededRandom): Promise<TcpProxy> {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const proxy = new TcpProxy(server, (server.address() as AddressInfo).port, random);
    server.on("connection", (near) => proxy.#accept(near, targetPort));
    return proxy;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** Changes the network conditions for all connections, new ones too. */
  conditions(change: Partial<NetworkConditions>): void {
    this.#conditions = { ...this.#conditions, ...change };
  }

  /** Cuts some connections so that both sides notice; returns how many. */
  cut(share: number): number {
    return this.#hit(share, (pair) => destroy(pair));
  }

  /** Lets some connections die unnoticed by the phone, by the node, or by both; returns how many. */
  halfOpen(share: number): number {
    return this.#hit(share, (pair) => {
      pair.dead = true;
      const noticedBy = this.#random.pick(["phone", "node", "nobody"]);
      if (noticedBy === "phone") pair.near.destroy();
      if (noticedBy === "node") pair.far.destroy();
    });
  }

  /** Ends all connections and takes no more, as without a signal, until `plugIn`. */
  unplug(): void {
    this.#isUnplugged = true;
    for (const pair of this.#pairs) destroy(pair);
  }

  plugIn(): void {
    this.#isUnplugged = false;
  }

  /** Fair network conditions, and an end to the connections that died unnoticed. */
  clear(): void {
    this.#conditions = FAIR;
    for (const pair of this.#pairs) if (pair.dead) destroy(pair);
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) destroy(pair);
    this.#server.close();
    await once(this.#server, "close");
  }

  /** Harms this share of the connections that live, at least one. */
  #hit(share: number, harm: (pair: Pair) => void): number {
    const alive = [...this.#pairs].filter((pair) => !pair.dead);
    const hit = this.#random.shuffle(alive).slice(0, Math.ceil(alive.length * share));
    for (const pair of hit) harm(pair);
    return hit.length;
  }

  #accept(near: Socket, targetPort: number): void {
    if (this.#isUnplugged) {
      near.on("error", () => near.destroy());
      near.destroy();
      return;
    }
    const far = connect(targetPort, "127.0.0.1");
    const pair: Pair = { near, far, dead: false };
    this.#pairs.add(pair);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true);
      // `close` follows, and ends the other side.
      from.on("error", () => from.destroy());
      from.on("close", () => {
        if (near.destroyed && far.destroyed) this.#pairs.delete(pair);
      });
      this.#carry(pair, from, to);
    }
  }

  /** Carries bytes one way, in order, as the network is when they set out. */
  #carry(pair: Pair, from: Socket, to: Socket): void {
    let underWay = 0;
    let last = Promise.resolve();
    const deliver = async (data: Buffer, at: number, pieceBytes: number) => {
      await last;
      const wait = at - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      for (let start = 0; start < data.length; start += pieceBytes) {
        if (pair.dead || to.destroyed) break;
        to.write(data.subarray(start, start + pieceBytes));
        if (pieceBytes < data.length) await new Promise((resolve) => setImmediate(resolve));
      }
      underWay -= data.length;
      if (underWay < MAX_UNDER_WAY_BYTES && from.isPaused()) from.resume();
    };
    from.on("data", (data) => {
      if (pair.dead) return;
      const { delayMs, pieceBytes } = this.#conditions;
      underWay += data.length;
      if (underWay >= MAX_UNDER_WAY_BYTES) from.pause();
      last = deliver(data, performance.now() + delayMs, pieceBytes);
    });
    from.on("end", () => {
      void last.then(() => {
        if (!pair.dead) to.end();
      });
    });
    // Who closes has often just said something, which is still under way.
    from.on("close", (hadError) => {
      if (pair.dead) return;
      if (hadError) destroy(pair);
      else void last.then(() => !pair.dead && to.destroySoon());
    });
  }
}

function destroy(pair: Pair): void {
  pair.near.destroy();
  pair.far.destroy();
}
