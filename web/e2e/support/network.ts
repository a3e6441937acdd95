import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import type { BrowserContextOptions } from "@playwright/test";

/** Answers a call in our server's place. */
export type Stranger = (response: ServerResponse) => void;

/**
 * The network between a browser and us, as a proxy that the browser has to use. It lets everything
 * through, until somebody else answers calls of the API.
 */
export interface Network {
  /** What a browser's context needs to be on it. */
  readonly options: BrowserContextOptions;
  /** From now on `stranger` answers every call. */
  answerAs(stranger: Stranger): void;
  /** Ends the open WebSockets and refuses others. */
  cutWebSockets(): void;
  /** Calls that the stranger of the moment has answered, those of one path or all. */
  answered(path?: string): number;
  /** Lets everything through again. */
  pass(): void;
  close(): Promise<void>;
}

const CALL = /^http:\/\/[^/]+(\/api\/[^?]*)/;

export async function startNetwork(): Promise<Network> {
  let stranger: Stranger | undefined;
  let refusesWebSockets = false;
  let answered: string[] = [];
  const tunnels = new Set<Socket>();

  const server = createServer((incoming, outgoing) => {
    const path = CALL.exec(incoming.url ?? "")?.[1];
    if (!stranger || path === undefined) return forward(incoming, outgoing);
    incoming.resume();
    // Whoever has it is answered: not before it is on its way.
    outgoing.once("close", () => answered.push(path));
    stranger(outgoing);
  });
  // Browsers ask a proxy for a tunnel to carry a WebSocket in.
  server.on("connect", ({ url }: IncomingMessage, socket: Socket) => {
    socket.on("error", () => socket.destroy());
    if (refusesWebSockets) {
      socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const [host, port] = url?.split(":") ?? [];
    const behind = connect(Number(port), host);
    tunnels.add(socket);
    behind.on("connect", () => socket.write("HTTP/1.1 200 Connection established\r\n\r\n"));
    behind.on("error", () => socket.destroy());
    behind.on("close", () => socket.destroy());
    socket.on("close", () => {
      tunnels.delete(socket);
      behind.destroy();
    });
    socket.pipe(behind).pipe(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;

  return {
    options: { proxy: { server: `http://127.0.0.1:${port}`, bypass: "<-loopback>" } },
    answerAs(next) {
      stranger = next;
      answered = [];
    },
    cutWebSockets() {
      refusesWebSockets = true;
      for (const socket of tunnels) socket.destroy();
    },
    answered: (path) => answered.filter((each) => path === undefined || each === path).length,
    pass() {
      stranger = undefined;
      refusesWebSockets = false;
    },
    async close() {
      for (const socket of tunnels) socket.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { url = "", method, headers } = incoming;
  const onward = request(url, { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    answer.pipe(outgoing);
  });
  onward.on("error", () => outgoing.destroy());
  outgoing.on("close", () => onward.destroy());
  incoming.pipe(onward);
}
