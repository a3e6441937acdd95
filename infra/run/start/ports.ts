import { once } from "node:events";
import { createServer } from "node:net";
import { threadId } from "node:worker_threads";

/**
 * Below the ports that systems give to outgoing connections (32768 and up on Linux): one of those may be
 * taken by a connection between the moment it is found free and the moment it is listened on.
 */
const FIRST_PORT = 10_240;
const PORTS = 32_767 - FIRST_PORT;
/** Each process looks from a place of its own, so that two at once do not find the same port free. */
const PORTS_EACH = 17;

let tried = 0;

/** A TCP port of 127.0.0.1 that nobody listens on at the moment; another one each time. */
export async function freePort(): Promise<number> {
  for (let left = PORTS; left > 0; left -= 1) {
    const place = (process.pid + threadId * 131) * PORTS_EACH + tried;
    tried += 1;
    const port = FIRST_PORT + (place % PORTS);
    if ((await portProblem("", port)) === undefined) return port;
  }
  throw new Error("No TCP port is free.");
}

/** Undefined when `port` can be listened on, else a sentence naming the variable that moves it. */
export async function portProblem(variable: string, port: number): Promise<string | undefined> {
  // Both families: a program on 127.0.0.1 alone would still take the browser's requests from us.
  for (const host of ["::", "0.0.0.0", "127.0.0.1"]) {
    const code = await listenError(port, host);
    if (code === "EADDRINUSE") {
      return `Port ${port} is taken by another program. Stop that program, or choose another port: ${variable}=${port + 10}`;
    }
    if (code === "EACCES") {
      return `This user may not open port ${port}. Choose one above 1023: ${variable}=${port + 8000}`;
    }
  }
  return undefined;
}

async function listenError(port: number, host: string): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ port, host, exclusive: true, ipv6Only: host === "::" });
    await once(server, "listening");
    server.close();
    await once(server, "close");
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? "unknown";
  }
}
