/**
 * Reads a session's document out of a running server's memory, through the y-websocket gateway, with a
 * reader's token: whoever holds the server's signing secret may make one, and it can write nothing.
 */

import { YJS_PATH } from "@tureen/shared/platform/protocol/addresses";
import { ReplayError } from "@tureen/shared/replay/errors";
import { WebSocket } from "ws";
import * as Y from "yjs";
import { issueReaderToken } from "../../table/live-tokens.ts";
import type { CliContext } from "./command.ts";
import { noteOf } from "./database.ts";
import { askFrame, takeIn } from "./sync-frames.ts";
import type { ReadLive } from "./verify-sessions.ts";

const ANSWER_TIMEOUT_MS = 10_000;
const HEALTH_TIMEOUT_MS = 1_000;
/** Stands in the token where a member of staff would; nobody is signed in here. */
const READER = "replay-verify";

/**
 * The way to the server that is running, if there is one and its secret is known here. `url` names
 * another than this machine's; then its secret has to be given. Throws ReplayError
 * "live-unavailable".
 */
export async function findLive(
  { env }: CliContext,
  url: string | undefined,
): Promise<ReadLive | null> {
  const secret = env.JWT_SECRET || (await noteOf(env, "jwt-secret"));
  const origin = url ?? `http://127.0.0.1:${env.SERVER_PORT || 5000}`;
  const running = secret && (await answers(origin));
  if (running) return liveReader(origin, new TextEncoder().encode(secret));
  if (url === undefined) return null;
  throw new ReplayError("live-unavailable", secret ? `${url} does not answer` : "no JWT_SECRET");
}

/** Reads from the server at this origin, whose tokens are signed with this key. */
export function liveReader(origin: string, key: Uint8Array): ReadLive {
  return async (session) => {
    const { token } = await issueReaderToken(key, { ...session, userId: READER });
    const address = new URL(`${YJS_PATH}/${session.sessionId}`, origin.replace(/^http/, "ws"));
    address.searchParams.set("token", token);
    return readDocument(address);
  };
}

async function readDocument(address: URL): Promise<Uint8Array> {
  const doc = new Y.Doc();
  const socket = new WebSocket(address, { handshakeTimeout: ANSWER_TIMEOUT_MS });
  socket.binaryType = "nodebuffer";
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const fail = (why: string) => reject(new ReplayError("live-unavailable", why));
      timer = setTimeout(() => fail("no answer in time"), ANSWER_TIMEOUT_MS);
      socket.on("open", () => socket.send(askFrame(doc)));
      socket.on("error", (error) => fail(error.message));
      socket.on("close", (code, reason) => fail(`closed with ${code} ${reason.toString()}`));
      socket.on("message", (data) => {
        try {
          if (takeIn(new Uint8Array(data as Buffer), doc)) resolve();
        } catch (error) {
          fail(`not a frame: ${String(error)}`);
        }
      });
    });
    return Y.encodeStateAsUpdate(doc);
  } finally {
    clearTimeout(timer);
    socket.terminate();
    doc.destroy();
  }
}

async function answers(origin: string): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
    return (await fetch(new URL("/health", origin), { signal })).ok;
  } catch {
    // Whatever keeps it from answering, there is no running server to compare with.
    return false;
  }
}
