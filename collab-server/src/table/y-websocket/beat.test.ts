import { type Hocuspocus, MessageType, type WebSocketLike } from "@hocuspocus/server";
import * as encoding from "lib0/encoding";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openGateway } from "./gateway.ts";

const DOCUMENT = "01900000-0000-7000-8000-000000000000";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A gateway with the frames that leave it on both sides. */
function givenGateway() {
  const toClient: Uint8Array[] = [];
  const toServer: Uint8Array[] = [];
  let server: WebSocketLike | undefined;
  const hocuspocus = {
    documents: new Map(),
    handleConnection(socket: WebSocketLike) {
      server = socket;
      return { handleMessage: (frame: Uint8Array) => toServer.push(frame), handleClose() {} };
    },
  } as unknown as Hocuspocus;
  const socket: WebSocketLike = {
    readyState: 1,
    send: (frame) => void toClient.push(frame as Uint8Array),
    close() {},
  };
  const request = new Request("http://localhost/");
  const client = openGateway(hocuspocus, socket, request, { document: DOCUMENT, token: "t" });
  const authenticated = encoding.encode((encoder) => {
    encoding.writeVarString(encoder, DOCUMENT);
    encoding.writeVarUint(encoder, MessageType.Auth);
    encoding.writeVarUint(encoder, 2);
    encoding.writeVarString(encoder, "read-write");
  });
  return { client, toClient, toServer, letIn: () => server?.send(authenticated) };
}

test("a client that says nothing hears from us within its 30 s, and is not taken for idle", () => {
  const { client, toClient, toServer, letIn } = givenGateway();
  letIn();
  expect(toServer).toHaveLength(1);
  vi.advanceTimersByTime(29_000);
  // Presence of nobody: the standard provider counts any message, and this one changes nothing.
  expect(toClient).toEqual([new Uint8Array([1, 1, 0]), new Uint8Array([1, 1, 0])]);
  expect(toServer).toHaveLength(3);
  client.handleClose({ code: 1000, reason: "" });
  vi.advanceTimersByTime(120_000);
  expect(toClient).toHaveLength(2);
});

test("who is not let in does not become less idle by our doing", () => {
  const { toServer } = givenGateway();
  vi.advanceTimersByTime(60_000);
  expect(toServer).toHaveLength(1);
});
