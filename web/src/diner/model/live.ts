import { HocuspocusProvider, WebSocketStatus } from "@hocuspocus/provider";
import { newClientId } from "@tureen/shared/document/keys";
import {
  DinerEdits,
  newDinerDocument,
  observeSession,
  readSession,
  type SessionView,
} from "@tureen/shared/document/session-document";
import type { Confirm, Line, Mark } from "@tureen/shared/document/types";
import { type ErrorCode, TureenError } from "@tureen/shared/errors";
import {
  CLOSE,
  COLLAB_PATH,
  closeCodeFor,
  type Notice,
  type Presence,
} from "@tureen/shared/protocol";
import { IndexeddbPersistence } from "y-indexeddb";
import { Awareness } from "y-protocols/awareness";
import { CollabSocket } from "./collab-socket.ts";
import type { EndReason } from "./seat.ts";
import { isFinal, type TokenSource } from "./tokens.ts";
import type { Unsaved } from "./unsaved.ts";

/** connecting: not in sync yet; online: in sync with the server; offline: no connection. */
export type Link = "connecting" | "online" | "offline";

export interface LiveOptions {
  readonly sessionId: string;
  readonly diner: string;
  readonly seat: number;
  readonly tokens: TokenSource;
  readonly unsaved: Unsaved;
  readonly onView: (view: SessionView) => void;
  readonly onLink: (link: Link) => void;
  readonly onPresence: (others: readonly Presence[]) => void;
  readonly onNotice: (notice: Notice) => void;
  /** The document can take no more of this; nothing was written. */
  readonly onFull: (code: ErrorCode) => void;
  /** The server refused what this phone holds; the local copy must go (see `destroy`). */
  readonly onRefused: (code: ErrorCode) => void;
  readonly onEnd: (reason: EndReason) => void;
}

/** The session document on this phone, kept in IndexedDB and in sync with the server. */
export interface Live {
  /** The new line's id; undefined when the document is full. */
  addLine(line: Line, quantity: number): string | undefined;
  tap(lineId: string, by: number): void;
  /** The confirm's id; undefined when the document is full. */
  confirm(confirm: Confirm): string | undefined;
  mark(mark: Mark): void;
  setPresence(presence: Presence): void;
  /** Ends the connection; `forget` also drops the copy in IndexedDB. */
  destroy(options?: { readonly forget: boolean }): Promise<void>;
}

/** Private windows may never answer; the server has everything anyway. */
const STORE_TIMEOUT_MS = 1_500;
const RECONNECT_MS = 1_000;
const RECONNECT_MAX_MS = 15_000;
/** A new token that is refused this often in a row will not be accepted any more. */
const MAX_AUTH_REFUSALS = 5;

/** Opens the document: first what this phone remembers, then the server's. */
export async function openLive(options: LiveOptions): Promise<Live> {
  let destroyed = false;
  let settled = false;
  let authRefusals = 0;
  // Writes made before the first sync of a connection: their acknowledgements cannot be told from
  // the sync's own, so another round trip is awaited before they count as saved.
  let barrier = false;
  let viewScheduled = false;

  const doc = newDinerDocument(newClientId(options.seat));
  const edits = new DinerEdits(doc, options.diner);
  const awareness = new Awareness(doc);
  awareness.setLocalState({ diner: options.diner } satisfies Presence);

  const stopObserving = observeSession(doc, scheduleView);
  const store =
    typeof indexedDB === "undefined"
      ? undefined
      : new IndexeddbPersistence(storeName(options.sessionId), doc);
  if (store) await Promise.race([store.whenSynced, delay(STORE_TIMEOUT_MS)]);
  options.onView(readSession(doc));

  const socket = new CollabSocket({
    url: `${location.origin.replace(/^http/, "ws")}${COLLAB_PATH}/${options.sessionId}`,
    autoConnect: false,
    delay: RECONNECT_MS,
    maxDelay: RECONNECT_MAX_MS,
  });
  const provider = new HocuspocusProvider({
    name: options.sessionId,
    document: doc,
    awareness,
    websocketProvider: socket,
    token,
    onSynced: ({ state }) => state && onSynced(),
    onStatus: ({ status }) => status !== "connected" && onUnsettled(),
    onStateless: ({ payload }) => onStateless(payload),
    onUnsyncedChanges: ({ number }) => number === 0 && onAllAcknowledged(),
    onAwarenessChange: onPresenceChange,
    onAuthenticationFailed: ({ reason }) => onRefusal(reason),
    onClose: ({ event }) => {
      onUnsettled();
      // Our own reason in the close tells more than the number; both mean the same.
      onCloseCode(event.code, event.reason);
    },
  });
  provider.attach();

  addEventListener("online", goOnline);
  addEventListener("offline", goOffline);
  document.addEventListener("visibilitychange", onVisible);
  if (navigator.onLine) void socket.connect();
  else options.onLink("offline");

  return {
    addLine: (line, quantity) => write(() => edits.addLine(line, quantity)),
    tap(lineId, by) {
      edits.tap(lineId, by);
      wrote(lineId);
    },
    confirm: (confirm) => write(() => edits.confirm(confirm)),
    mark: (mark) => edits.mark(mark),
    setPresence: (presence) => awareness.setLocalState(presence),
    destroy,
  };

  async function token(): Promise<string> {
    try {
      return await options.tokens.get();
    } catch (error) {
      if (isFinal(error)) options.onEnd(endReasonOf(error.code));
      // Without a token the server would wait in vain: give the socket up and try again.
      else queueMicrotask(dropSocket);
      throw error;
    }
  }

  function write(edit: () => string): string | undefined {
    try {
      const id = edit();
      wrote(id);
      return id;
    } catch (error) {
      if (!(error instanceof TureenError)) throw error;
      options.onFull(error.code);
      return undefined;
    }
  }

  function wrote(id: string) {
    if (!settled) barrier = true;
    options.unsaved.add(id);
  }

  function onSynced() {
    settled = true;
    authRefusals = 0;
    socket.configuration.delay = RECONNECT_MS;
    // What the sync brought is shown before the phone counts as online again.
    options.onView(readSession(doc));
    options.onLink("online");
    if (!provider.hasUnsyncedChanges) onAllAcknowledged();
  }

  function onUnsettled() {
    settled = false;
    options.onLink(navigator.onLine ? "connecting" : "offline");
  }

  function onAllAcknowledged() {
    if (!provider.isAuthenticated || !settled) return;
    if (barrier) {
      barrier = false;
      provider.forceSync();
      return;
    }
    options.unsaved.clear();
  }

  function onStateless(payload: string) {
    const notice = parseNotice(payload);
    if (!notice) return;
    if (notice.kind === "refused") onRefusal(notice.code);
    else options.onNotice(notice);
  }

  function onRefusal(reason: string) {
    onCloseCode(closeCodeFor(reason as ErrorCode), reason);
  }

  function onCloseCode(code: number, reason: string) {
    if (destroyed) return;
    switch (code) {
      case CLOSE.refused:
        // An unknown reason (a library's own) is no verdict on the document.
        if (!/^[a-z]+(-[a-z]+)+$/.test(reason) || reason === "permission-denied") return;
        options.onRefused(reason as ErrorCode);
        return;
      case CLOSE.unauthenticated:
        options.tokens.expire();
        authRefusals += 1;
        if (authRefusals >= MAX_AUTH_REFUSALS) options.onEnd("gone");
        else dropSocket();
        return;
      case CLOSE.gone:
        options.onEnd("gone");
        return;
      case CLOSE.ended:
        options.onEnd(reason === "session-expired" ? "expired" : "closed");
        return;
      case CLOSE.unavailable:
        socket.configuration.delay = Math.min(socket.configuration.delay * 2, RECONNECT_MAX_MS);
        return;
    }
  }

  /** Gives the socket up without waiting for the other side; reconnects if that is wanted. */
  function dropSocket() {
    if (!destroyed) socket.giveUp();
  }

  function goOnline() {
    // A running attempt is left alone: starting another would cut it off.
    if (socket.status === WebSocketStatus.Disconnected) void socket.connect();
  }

  function goOffline() {
    socket.shouldConnect = false;
    socket.clearReconnectTimeout();
    dropSocket();
    options.onLink("offline");
  }

  function onVisible() {
    // Phones freeze hidden pages: do not wait for a timer that was asleep.
    if (document.visibilityState === "visible" && navigator.onLine) goOnline();
  }

  function onPresenceChange() {
    const others: Presence[] = [];
    for (const [client, state] of awareness.getStates()) {
      if (client !== doc.clientID && typeof state.diner === "string")
        others.push(state as Presence);
    }
    options.onPresence(others);
  }

  function scheduleView() {
    if (viewScheduled) return;
    viewScheduled = true;
    queueMicrotask(() => {
      viewScheduled = false;
      if (!destroyed) options.onView(readSession(doc));
    });
  }

  async function destroy({ forget } = { forget: false }): Promise<void> {
    destroyed = true;
    removeEventListener("online", goOnline);
    removeEventListener("offline", goOffline);
    document.removeEventListener("visibilitychange", onVisible);
    stopObserving();
    provider.destroy();
    socket.destroy();
    if (forget) {
      options.unsaved.clear();
      await store?.clearData();
    }
    doc.destroy();
  }
}

/** The name of a session's database in this phone's IndexedDB. */
export function storeName(sessionId: string): string {
  return `tureen-${sessionId}`;
}

/** Drops what this phone remembers of a session's document. */
export function forgetDocument(sessionId: string): void {
  if (typeof indexedDB !== "undefined") indexedDB.deleteDatabase(storeName(sessionId));
}

/** Why the seat is lost, from the code with which the server refuses it. */
export function endReasonOf(code: string): EndReason {
  if (code === "session-expired") return "expired";
  return code === "session-closed" || code === "session-unknown" ? "closed" : "gone";
}

function parseNotice(payload: string): Notice | undefined {
  try {
    const notice: unknown = JSON.parse(payload);
    return typeof notice === "object" && notice !== null && "kind" in notice
      ? (notice as Notice)
      : undefined;
  } catch {
    return undefined; // not a notice of ours: a newer server may say more
  }
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
