/**
 * How many messages one edit costs with Hocuspocus' own Redis extension: what our fan-out is
 * compared with. Counted by Redis, so that it does not depend on the load of the machine.
 */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Redis as RedisExtension } from "@hocuspocus/extension-redis";
import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { Hocuspocus } from "@hocuspocus/server";
import { countMessages } from "@tureen/collab-server/testing/message-count";
import { Redis } from "ioredis";
import { WebSocket, WebSocketServer } from "ws";

const SEEN_TIMEOUT_MS = 10_000;
/** Answers to an edit are sent within this time. */
const QUIET_MS = 300;

/** Messages per edit when one table is on this many bare nodes, one phone on each. */
export async function stockMessagesPerEdit(
  redisUrl: string,
  nodes: number,
  edits: number,
): Promise<number> {
  // Its channels are named after it, and the replies' after the prefix.
  const prefix = `stock-${crypto.randomUUID()}`;
  const servers = await Promise.all(
    Array.from({ length: nodes }, () => startStockNode(redisUrl, prefix)),
  );
  const phones = servers.map(({ url }) => connectPhone(url));
  const counted = await countMessages(redisUrl, prefix);
  try {
    for (const phone of phones) await until(() => phone.provider.synced);
    await delay(QUIET_MS);
    const before = counted.published;
    for (let edit = 0; edit < edits; edit += 1) {
      const [writer] = phones;
      writer?.provider.document.getMap("cart").set("portions", edit);
      for (const { provider } of phones) {
        await until(() => provider.document.getMap("cart").get("portions") === edit);
      }
      await delay(QUIET_MS);
    }
    return (counted.published - before) / edits;
  } finally {
    counted.close();
    for (const phone of phones) phone.close();
    for (const server of servers) await until(server.isIdle);
    for (const server of servers) await server.stop();
  }
}

async function startStockNode(redisUrl: string, prefix: string) {
  const extension = new RedisExtension({
    prefix,
    createClient: () => new Redis(redisUrl),
    disconnectDelay: 10,
  });
  // Nothing is stored here, so there is nothing to lock.
  Object.assign(extension, { onStoreDocument: undefined });
  const hocuspocus = new Hocuspocus({ quiet: true, debounce: 10, extensions: [extension] });
  const sockets = new WebSocketServer({ noServer: true });
  const http = createServer();
  http.on("upgrade", (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const client = hocuspocus.handleConnection(
        webSocket as unknown as globalThis.WebSocket,
        new Request("http://localhost/"),
      );
      webSocket.on("message", (data: Buffer) => client.handleMessage(data));
      webSocket.on("close", (code, reason) => {
        client.handleClose({ code, reason: reason.toString() });
      });
    });
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  return {
    url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    isIdle: () => hocuspocus.getDocumentsCount() === 0,
    async stop() {
      http.close();
      await hocuspocus.hooks("onDestroy", { instance: hocuspocus });
    },
  };
}

function connectPhone(url: string) {
  const socket = new HocuspocusProviderWebsocket({ url, WebSocketPolyfill: WebSocket });
  const provider = new HocuspocusProvider({ name: "table", websocketProvider: socket });
  // Presence would be counted with the edits.
  provider.setAwarenessField = () => {};
  provider.awareness?.setLocalState(null);
  provider.attach();
  return {
    provider,
    close() {
      provider.destroy();
      socket.destroy();
    },
  };
}

async function until(holds: () => boolean): Promise<void> {
  const deadline = Date.now() + SEEN_TIMEOUT_MS;
  while (!holds()) {
    if (Date.now() > deadline) throw new Error("the phones do not agree");
    await delay(5);
  }
}
