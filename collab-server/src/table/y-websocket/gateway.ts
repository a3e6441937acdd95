/**
 * The y-websocket gateway: lets clients that speak the y-websocket protocol take part in the same
 * documents as the phones. It only translates frames. Behind it stands an ordinary Hocuspocus
 * connection, so that tokens, guard, write-ahead log, admission and every bound are the phones' own:
 * there is no second way for an edit.
 */
import { type Hocuspocus, MessageType, type WebSocketLike } from "@hocuspocus/server";
import { endingOf } from "../hocuspocus/control-frames.ts";
import type { LiveClient } from "../hocuspocus/live-client.ts";
import type { GatewayAddress } from "./address.ts";
import {
  kindOf,
  prefixOf,
  presenceFrame,
  saysAuthenticated,
  tokenFrame,
  withoutPrefix,
  withPrefix,
} from "./frames.ts";

/**
 * The standard provider gives a connection up when it hears nothing for 30 s, not even its own
 * presence; what it says of itself need not be a diner's presence, so it may never come back to it.
 */
const BEAT_MS = 10_000;

/**
 * Puts a y-websocket client on Hocuspocus. `socket` carries frames as they are to the client; a
 * refusal closes it with the code that phones get too.
 */
export function openGateway(
  hocuspocus: Pick<Hocuspocus, "handleConnection" | "documents">,
  socket: WebSocketLike,
  request: Request,
  { document, token }: GatewayAddress,
): LiveClient {
  const prefix = prefixOf(document);
  let authenticated = false;
  const behind = hocuspocus.handleConnection(
    {
      get readyState() {
        return socket.readyState;
      },
      send(data) {
        const addressed = data as Uint8Array;
        const ending = endingOf(addressed);
        if (ending) {
          socket.close(ending.code, ending.reason);
          return;
        }
        const frame = withoutPrefix(addressed);
        if (saysAuthenticated(frame)) authenticated = true;
        const answered = toClient(frame);
        if (answered) socket.send(answered);
      },
      close: (code, reason) => socket.close(code, reason),
    },
    request,
  );
  // Whoever does not wait to hear that it was taken may go on all the same: Hocuspocus queues.
  behind.handleMessage(withPrefix(prefix, tokenFrame(token)));

  const beat = setInterval(() => {
    socket.send(presenceFrame(null));
    // A client without presence is silent for good reason, and the transport sees when it is gone.
    if (authenticated) {
      behind.handleMessage(withPrefix(prefix, new Uint8Array([MessageType.QueryAwareness])));
    }
  }, BEAT_MS);
  beat.unref();

  return {
    handleMessage(frame) {
      switch (kindOf(frame)) {
        case MessageType.Sync:
        case MessageType.Awareness:
          behind.handleMessage(withPrefix(prefix, frame));
          return;
        case MessageType.QueryAwareness: {
          // Hocuspocus answers this only to other servers. Who is not let in yet gets all then.
          const known = authenticated ? hocuspocus.documents.get(document) : undefined;
          if (known) socket.send(presenceFrame(known.awareness));
          return;
        }
        default:
          // Not of this protocol: Hocuspocus' own kinds are not for its clients, and tools
          // that say something else besides must not lose their connection over it.
          return;
      }
    },
    handleClose(event) {
      clearInterval(beat);
      behind.handleClose(event);
    },
  };
}

/** What a frame of Hocuspocus, without the document's name, is in the y-websocket protocol. */
function toClient(frame: Uint8Array): Uint8Array | null {
  switch (kindOf(frame)) {
    case MessageType.Sync:
    case MessageType.Awareness:
      return frame;
    case MessageType.SyncReply: {
      const plain = frame.slice();
      plain[0] = MessageType.Sync;
      return plain;
    }
    default:
      // Acknowledgements, notices and requests for a newer token have no words here.
      return null;
  }
}
