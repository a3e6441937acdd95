import { HocuspocusProviderWebsocket } from "@hocuspocus/provider";

/** Close code for sockets that this side gives up; never sent by the server. */
const GIVEN_UP = 4408;

/** Frame types and sync steps of the protocol. */
const SYNC = 0;
const STEP_1 = 0;
const STEP_2 = 1;
const UPDATE = 2;

/**
 * The provider's socket, which sends no edit ahead of its connection's opening exchange, and can be
 * given up without waiting for the other side's close.
 *
 * The opening exchange brings everything the server lacks. Edits that the library keeps for the next
 * connection, or that are made before the phone's answer in it, would arrive without those that they
 * build on, and be refused; and the acknowledgements of the former would be taken for the exchange's
 * own, so that edits count as saved too early.
 */
export class CollabSocket extends HocuspocusProviderWebsocket {
  /** The socket on which the phone has asked what it lacks. */
  #asked: unknown = null;
  /** The socket on which it has answered what the server lacks. */
  #answered: unknown = null;
  /** Edits made between the two; the answer has them, but the library counts their acknowledgements. */
  #early: Uint8Array[] = [];

  override send(frame: Uint8Array): void {
    const socket = this.webSocket;
    if (socket?.readyState !== WebSocket.OPEN) return;
    const [type, step] = kindOf(frame);
    if (type === SYNC && step === UPDATE && this.#answered !== socket) {
      if (this.#asked === socket) this.#early.push(frame);
      return;
    }
    super.send(frame);
    if (type !== SYNC) return;
    if (step === STEP_1 && this.#asked !== socket) {
      this.#asked = socket;
      this.#early = [];
    } else if (step === STEP_2) {
      this.#answered = socket;
      for (const edit of this.#early.splice(0)) super.send(edit);
    }
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
