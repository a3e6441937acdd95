import { once } from "node:events";
import { createServer } from "node:net";

/** A TCP port of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No TCP port was assigned.");
  return address.port;
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
