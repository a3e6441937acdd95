import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A service that a test can take away and give back without harming others who use it. */
export interface TcpProxy {
  readonly url: string;
  /** Cuts all connections and refuses new ones. */
  stop(): void;
  start(): void;
  /** Present connections stay and carry nothing any more; new ones do. */
  stall(): void;
  close(): Promise<void>;
}

/** A proxy before the service of this URL, at the same URL with another port. */
export async function startTcpProxy(url: string): Promise<TcpProxy> {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  let running = true;
  const server = createServer((near) => {
    if (!running) {
      near.destroy();
      return;
    }
    const far = connect(Number(target.port || 6379), target.hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("error", () => socket.destroy());
    }
    near.on("close", () => far.destroy());
    far.on("close", () => near.destroy());
    near.pipe(far).pipe(near);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const own = new URL(url);
  own.hostname = "127.0.0.1";
  own.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  return {
    url: own.href,
    stop() {
      running = false;
      cut();
    },
    start() {
      running = true;
    },
    stall() {
      for (const socket of sockets) {
        socket.unpipe();
        socket.pause();
      }
    },
    async close() {
      running = false;
      cut();
      server.close();
      await once(server, "close");
    },
  };
}
