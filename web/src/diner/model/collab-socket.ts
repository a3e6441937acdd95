import { HocuspocusProviderWebsocket } from "@hocuspocus/provider";

/** Close code for sockets that this side gives up; never sent by the server. */
const GIVEN_UP = 4408;

/** Frame types and sync steps of the protocol. */
const SYNC = 0;
const STEP_1 = 0;
const UPDATE = 2;

/**
 * The provider's socket, which sends no edit ahead of its connection's opening exchange, and can be
 * given up without waiting for the other side's close.
 *
 * The opening exchange brings everything the server lacks. Edits that the library keeps for the next
 * connection would arrive before it, without those that they build on, and be refused; and their
 * acknowledgements would be taken for the exchange's own, so that edits count as saved too early.
 */
export class CollabSocket extends HocuspocusProviderWebsocket {
  /** The socket on which the opening exchange has begun. */
  #greeted: unknown = null;

  override send(frame: Uint8Array): void {
    if (this.webSocket?.readyState !== WebSocket.OPEN) return;
    const [type, step] = kindOf(frame);
    if (type === SYNC && step === STEP_1) this.#greeted = this.webSocket;
    if (type === SYNC && step === UPDATE && this.#greeted !== this.webSocket) return;
    super.send(frame);
  }

  /** Ends the current socket now; it reconnects by itself while `shouldConnect` holds. */
  giveUp(): void {
    if (this.webSocket) {
      this.emit("close", { event: new CloseEvent("close", { code: GIVEN_UP }) });
    }
  }
}

/** Message type and, for a sync message, its step; the document's name before them is a UUID. */
function kindOf(frame: Uint8Array): [type: number | undefined, step: number | undefined] {
  const nameBytes = frame[0] ?? 0;
  return [frame[1 + nameBytes], frame[2 + nameBytes]];
}
