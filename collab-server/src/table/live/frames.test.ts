import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { FrameWriter, frameOf } from "./frames.ts";

test("a WebSocket client reads every length of frame, and several that come at once", async () => {
  const payloads = [0, 1, 125, 126, 65_535, 65_536].map((bytes) => new Uint8Array(bytes).fill(7));
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (socket, request) => {
    const writer = new FrameWriter(request.socket, socket);
    for (const payload of payloads) writer.write(frameOf(payload));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  try {
    const got: Uint8Array[] = [];
    await new Promise<void>((resolve, reject) => {
      client.on("error", reject);
      client.on("message", (data: Buffer, isBinary) => {
        expect(isBinary).toBe(true);
        if (got.push(new Uint8Array(data)) === payloads.length) resolve();
      });
    });
    expect(got).toEqual(payloads);
  } finally {
    client.terminate();
    sockets.close();
    server.close();
  }
});

test("what one turn writes goes out together; after the end nothing does", async () => {
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on("data", (chunk) => chunks.push(chunk));
  const socket: { readyState: 1 | 2 } = { readyState: 1 };
  const writer = new FrameWriter(stream, socket);
  writer.write(Buffer.from("a"));
  writer.write(Buffer.from("b"));
  expect(writer.heldBytes).toBe(2);
  await new Promise((resolve) => setImmediate(resolve));
  expect(writer.heldBytes).toBe(0);
  writer.write(Buffer.from("c"));
  socket.readyState = 2;
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(chunks.map(String)).toEqual(["ab"]);
});
