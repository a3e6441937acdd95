import { Redis as RedisExtension } from "@hocuspocus/extension-redis";
import { type Document, Hocuspocus } from "@hocuspocus/server";
import { Redis } from "ioredis";
import type { Cleanup } from "./cleanup.ts";

/**
 * The document of this name on another Hocuspocus server that shares a Redis with ours: with the stock
 * extension as it comes, and neither our guard nor our log. It has what the servers there sent it.
 */
export async function onStockServer(
  cleanup: Cleanup,
  redisUrl: string,
  name: string,
): Promise<Document> {
  const extension = new RedisExtension({
    createClient: () => new Redis(redisUrl),
    disconnectDelay: 10,
  });
  const server = new Hocuspocus({ quiet: true, extensions: [extension] });
  cleanup.add(server, () => extension.onDestroy());
  const client = cleanup.add(await server.openDirectConnection(name), (c) => c.disconnect());
  if (!client.document) throw new Error("no document");
  return client.document;
}
