import { HocuspocusProviderWebsocket } from "@hocuspocus/provider";

/** Close code for sockets that this side gives up; never sent by the server. */
const GIVEN_UP = 4408;

/** The provider's socket, plus a way to give it up without waiting for the other side's close. */
export class CollabSocket extends HocuspocusProviderWebsocket {
  /** Ends the current socket now; it reconnects by itself while `shouldConnect` holds. */
  giveUp(): void {
    if (this.webSocket) {
      this.emit("close", { event: new CloseEvent("close", { code: GIVEN_UP }) });
    }
  }
}
