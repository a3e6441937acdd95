/** The phone (shared/src/table/sync) in a browser: its sockets, its storage, and what the page is told. */
import {
  COLLAB_PATH,
  PROTOCOL_PARAMETER,
  RESTAURANT_PARAMETER,
} from "@tureen/shared/platform/protocol/addresses";
import { PROTOCOL_VERSION } from "@tureen/shared/platform/protocol/version";
import { indexedDbStore } from "@tureen/shared/table/sync/indexeddb-store";
import { KeptCopy } from "@tureen/shared/table/sync/kept-copy";
import { Phone, type PhoneOptions } from "@tureen/shared/table/sync/phone";
import { SessionReplica } from "@tureen/shared/table/sync/session-replica";
import type { Socket, SocketListener } from "@tureen/shared/table/sync/sync-client";
import { realTimers } from "@tureen/shared/table/sync/timers";

/** Some browsers have none, and in some the mere look at it throws. */
const storeOf = (sessionId: string) => indexedDbStore(sessionId, () => indexedDB);

/** A phone that follows the page: woken, hidden, without a network. */
export class BrowserPhone extends Phone {
  readonly #page = new AbortController();

  constructor(
    restaurantId: string,
    options: Omit<PhoneOptions, "timers" | "store" | "openSocket">,
  ) {
    const { sessionId } = options;
    super({
      ...options,
      timers: realTimers,
      store: storeOf(sessionId),
      openSocket: (listener) => openSocket({ restaurantId, sessionId }, listener),
    });
    const { signal } = this.#page;
    if (!navigator.onLine) this.unreachable();
    addEventListener("online", () => this.reachable(), { signal });
    addEventListener("offline", () => this.unreachable(), { signal });
    // Phones freeze hidden pages and bring them back from memory: no timer need have run meanwhile.
    const woken = () => {
      if (document.visibilityState === "visible" && navigator.onLine) this.reachable();
    };
    addEventListener("pageshow", woken, { signal });
    document.addEventListener("visibilitychange", woken, { signal });
  }

  override destroy(options?: { readonly forget?: boolean }): Promise<void> {
    this.#page.abort();
    return super.destroy(options);
  }
}

function openSocket(
  { restaurantId, sessionId }: { restaurantId: string; sessionId: string },
  listener: SocketListener,
): Socket {
  const origin = location.origin.replace(/^http/, "ws");
  const query = `${PROTOCOL_PARAMETER}=${PROTOCOL_VERSION}&${RESTAURANT_PARAMETER}=${restaurantId}`;
  const socket = new WebSocket(`${origin}${COLLAB_PATH}/${sessionId}?${query}`);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => listener.opened();
  socket.onmessage = ({ data }) => {
    if (data instanceof ArrayBuffer) listener.received(new Uint8Array(data));
  };
  socket.onclose = ({ reason }) => listener.lost(reason);
  return {
    send(frame) {
      // One that is closing says so soon.
      if (socket.readyState === WebSocket.OPEN) socket.send(frame as Uint8Array<ArrayBuffer>);
    },
    close: () => socket.close(),
  };
}

/** A session's document as this phone last saw it, without a connection; empty when nothing was kept. */
export async function readKept(sessionId: string, diner: string, seat: number) {
  const replica = new SessionReplica(diner, seat);
  const copy = new KeptCopy({
    document: replica,
    store: storeOf(sessionId),
    timers: realTimers,
    told: () => {},
  });
  await copy.open();
  copy.close();
  const { view, unsaved } = replica;
  replica.destroy();
  return { view, unsaved };
}

/** Removes what this phone has kept of a session's document. */
export async function forgetKept(sessionId: string): Promise<void> {
  try {
    await storeOf(sessionId).remove();
  } catch {
    // Storage is blocked: nothing was kept.
  }
}
