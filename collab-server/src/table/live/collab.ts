/**
 * The live side: Hocuspocus with our authentication, guard, write-ahead log and fan-out on it.
 */
import { type Document, Hocuspocus } from "@hocuspocus/server";
import type { Database } from "@tureen/persistence/platform/database";
import { failPoint } from "@tureen/persistence/platform/faults/fail-points";
import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { sharedNowMs } from "@tureen/persistence/platform/shared-clock";
import type { Signals } from "@tureen/persistence/platform/signals/signals";
import type { Tracing } from "@tureen/persistence/platform/tracing/connect-tracing";
import { SNAPSHOT_AFTER_UPDATES, snapshotLog } from "@tureen/persistence/table/snapshot-log";
import { saysMoreOfOptions } from "@tureen/shared/menu/option-rules";
import { TureenError } from "@tureen/shared/platform/errors";
import { MAX_CONNECTIONS_PER_DINER, MAX_FRAME_BYTES } from "@tureen/shared/platform/limits";
import type { Notice } from "@tureen/shared/platform/protocol/notices";
import {
  COURSES_SINCE,
  OLDEST_CLIENT,
  OPTIONS_SINCE,
  PROTOCOL_VERSION,
} from "@tureen/shared/platform/protocol/version";
import { seatOf } from "@tureen/shared/table/document/keys";
import { hasLeft } from "@tureen/shared/table/document/session-document";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { Doc } from "yjs";
import type { MenuCatalog } from "../../menu/menu-catalog.ts";
import { createClientReader } from "../../platform/http/client.ts";
import {
  type DirectHooks,
  NO_CHANGE_HOOK,
  refuseSuccessor,
  replaceChangeHandling,
  replaceHookChains,
  storeSoon,
} from "../hocuspocus/adapter.ts";
import { verifyLiveToken } from "../live-tokens.ts";
import type { SessionCache } from "../session-cache/session-cache.ts";
import { createGatewayLimit } from "../y-websocket/gateway-limit.ts";
import { createAdmission } from "./admission.ts";
import { type AllowanceRates, Allowances } from "./allowances.ts";
import { Backlog, type BacklogBounds } from "./backlog.ts";
import type { DinerConnection, DinerContext } from "./context.ts";
import { createFanOut } from "./create-fan-out.ts";
import { DocumentBytes } from "./document-bytes.ts";
import { passDocumentPoints } from "./document-fail-points.ts";
import { openEditLane } from "./edit-lane.ts";
import type { FanOutKind } from "./fan-out.ts";
import { createLineCheck } from "./line-check.ts";
import { LogFollower } from "./log-follower.ts";
import { createCollabMetrics } from "./metrics.ts";
import { admitPresence, boundFrame } from "./presence.ts";
import { closeConnection, toRefusal } from "./refusal.ts";
import { SessionLoader } from "./session-loader.ts";
import { createTransport, type Transport } from "./transport.ts";
import type { UnauthenticatedLimits } from "./unauthenticated-sockets.ts";
import { createWishCheck } from "./wish-check.ts";
import { WriteAheadLog } from "./write-ahead-log.ts";

/** A token is asked for this long before the old one ends, ms. */
const TOKEN_AHEAD_MS = 90_000;
const TOKEN_ASK_EVERY_MS = 30_000;

/** How often and how long, ms; replaceable so that tests need not wait. */
export interface CollabTiming {
  /** Between checks of all documents against the heads of their logs. */
  readonly checkEveryMs: number;
  /** Between looks for tokens that end. */
  readonly sweepEveryMs: number;
  /** A socket may be silent, or without a token, between once and twice this long. */
  readonly idleMs: number;
  /** Between a snapshot's becoming due and its being written; it holds what has come meanwhile. */
  readonly snapshotAfterMs: number;
}

const TIMING: CollabTiming = {
  checkEveryMs: 3_000,
  sweepEveryMs: 15_000,
  idleMs: 60_000,
  snapshotAfterMs: 10_000,
};

/** The latest snapshot of a document's log, as far as this node knows. */
interface LatestSnapshot {
  readonly restaurantId: string;
  /** It holds the log up to this place. */
  seq: number;
  nextIsScheduled: boolean;
}

export interface CollabDeps {
  readonly database: Database;
  readonly signals: Pick<Signals, "subscribe">;
  readonly log: Logger;
  readonly jwtKeys: SecretKeys;
  readonly catalog: MenuCatalog;
  readonly sessionCache: SessionCache;
  readonly redisUrl: string | undefined;
  /** How nodes tell each other over Redis, if there is one. */
  readonly redisFanOut: FanOutKind;
  readonly sessionExpiryMs: number;
  readonly maxConnections: number;
  /** While true the newest connections are turned away, and those that are here go on. */
  readonly isOverloaded: () => boolean;
  /** While true nobody is let in: the server is about to stop. */
  readonly isLeaving: () => boolean;
  /** Whose X-Forwarded headers count (see createClientReader). */
  readonly trustProxy: string;
  readonly unauthenticatedLimits?: UnauthenticatedLimits | undefined;
  readonly allowances?: AllowanceRates;
  readonly backlog?: BacklogBounds | undefined;
  readonly registry: Registry;
  readonly tracing?: Tracing | undefined;
  readonly timing?: Partial<CollabTiming>;
  /** The oldest version of the protocol that is served; replaceable for tests. */
  readonly oldestClient?: number | undefined;
}

export interface Collab extends Pick<Transport, "handleUpgrade" | "connections" | "phones"> {
  /** Resolves when other nodes are heard, if there are any, and soon in any case. */
  readonly ready: Promise<void>;
  /** Whether one more phone would be turned away, be the server leaving or not. */
  isFull(): boolean;
  /** Sends a notice to all phones of a session, on all nodes that Redis connects. */
  noticeSession(sessionId: string, notice: Notice): void;
  /** Those of which a session is open here. */
  restaurants(): ReadonlySet<string>;
  /** Sends a notice to all phones of a restaurant that are connected here. */
  noticeRestaurant(restaurantId: string, notice: Notice): void;
  close(): Promise<void>;
}

export function createCollab(deps: CollabDeps): Collab {
  const { database, signals, log } = deps;
  const timing = { ...TIMING, ...deps.timing };
  const { oldestClient = OLDEST_CLIENT } = deps;
  const documentBytes = new WeakMap<Doc, DocumentBytes>();
  const snapshots = new WeakMap<Document, LatestSnapshot>();
  const readClient = createClientReader(deps.trustProxy);
  const allowances = new Allowances(deps.allowances);
  const backlog = new Backlog(deps.backlog);
  const limitGateway = createGatewayLimit();
  const metrics = createCollabMetrics(deps.registry, () => ({
    connections: transport.connections(),
    unauthenticated: transport.unauthenticated(),
    unsentBytes: transport.unsentBytes(),
    documents: hocuspocus.getDocumentsCount(),
  }));
  const follower = new LogFollower(
    database,
    log,
    timing.checkEveryMs,
    disconnectGone,
    (document, { author, bytes }, sessionId) => {
      documentBytes.get(document)?.wrote(author, bytes);
      if (author === "server") fanOut?.serverWrote(sessionId);
    },
  );
  const loader = new SessionLoader({ database, cache: deps.sessionCache, metrics, log });
  const writeAheadLog = new WriteAheadLog(database, deps.sessionExpiryMs, metrics);
  const fanOut =
    deps.redisUrl === undefined
      ? undefined
      : createFanOut(deps.redisFanOut, {
          url: deps.redisUrl,
          log,
          listener: {
            edit: (sessionId, edit) => follower.received(sessionId, edit),
            head: (sessionId, seq) => follower.behind(sessionId, seq),
            notice: relayNotice,
            missed: (sessionId) =>
              void (sessionId === undefined ? follower.check() : follower.catchUp(sessionId)),
          },
          sent: (kind) => metrics.fanOut.inc({ kind }),
        });

  const { admitEdit, admitSync } = createAdmission({
    allowances,
    writeAheadLog,
    follower,
    lineCheck: createLineCheck(deps.catalog),
    wishCheck: createWishCheck(deps.catalog),
    fanOut,
    documentBytes,
    metrics,
    tracing: deps.tracing,
    log,
  });

  const direct: DirectHooks<DinerContext> = {
    beforeHandleMessage: (_connection, frame) => boundFrame(frame),
    beforeSync(connection, { type, payload }) {
      const { document, context } = connection;
      return admitSync({ connection, document, context, type, payload });
    },
  };

  const hocuspocus = new Hocuspocus<DinerContext>({
    quiet: true,
    timeout: timing.idleMs,
    debounce: timing.snapshotAfterMs,
    maxPendingDocuments: 1,
    // An edit has waited for its commit already; the transport merges what one turn sends.
    flushDelay: false,
    maxUnauthenticatedQueueMessages: 100,
    maxUnauthenticatedQueueSize: MAX_FRAME_BYTES,
    extensions: [
      {
        priority: 2_000,
        async beforeUnloadDocument(payload) {
          refuseSuccessor(payload);
          failPoint("before:unload");
        },
      },
    ],

    async onAuthenticate({ token, documentName, request }) {
      try {
        const signedIn = await authenticate(token, documentName);
        const protocol = transport.signedIn(request);
        if (protocol < oldestClient || (await isMenuBeyond(signedIn.restaurantId, protocol))) {
          throw new TureenError("app-too-old");
        }
        const context: DinerContext = { ...signedIn, protocol };
        const now = Date.now();
        if (!allowances.of(context.key, now).arrivals.take(now)) throw new TureenError("too-fast");
        return context;
      } catch (error) {
        const refusal = toRefusal(error);
        metrics.refusals.inc({ code: refusal.reason });
        throw refusal;
      }
    },

    ...NO_CHANGE_HOOK,

    async connected({ connection }) {
      replaceHookChains(connection as DinerConnection, direct);
      openEditLane(connection as DinerConnection, admitEdit, backlog);
      welcome(connection as DinerConnection);
      if (isGone(connection)) {
        closeConnection(connection, "diner-gone");
      }
      const own = connectionsOf(connection.document.name).filter(
        ({ context }) => context.key === connection.context.key,
      );
      // The oldest most likely belongs to a phone that has come back since.
      if (own[0] && own.length > MAX_CONNECTIONS_PER_DINER) closeConnection(own[0], "too-fast");
    },

    async onTokenSync({ token, connection, documentName }) {
      const context = connection.context as DinerContext;
      try {
        const renewed = await authenticate(token, documentName);
        if (renewed.diner !== context.diner) throw new TureenError("token-invalid");
        context.expiresAt = renewed.expiresAt;
      } catch (error) {
        closeConnection(connection, toRefusal(error).reason);
      }
    },

    async onLoadDocument({ document, documentName, context }) {
      const { restaurantId } = context;
      follower.begin(documentName, restaurantId);
      await fanOut?.join(document);
      // Not beforeUnloadDocument: an unload can still be called off after that hook.
      document.once("destroy", () => {
        follower.unloaded(documentName, document);
        failPoint("after:unload");
      });
      try {
        failPoint("before:load");
        const key = { restaurantId, sessionId: documentName };
        const loaded = await loader.load(key, document);
        documentBytes.set(document, new DocumentBytes(loaded.bytes));
        snapshots.set(document, { restaurantId, seq: loaded.seq, nextIsScheduled: false });
        follower.loaded(documentName, document, loaded.seq);
        passDocumentPoints(document);
        failPoint("after:load");
      } catch (error) {
        follower.unloaded(documentName, null);
        fanOut?.leave(document);
        const refusal = toRefusal(
          error instanceof TureenError
            ? error
            : new TureenError("storage-unavailable", { cause: error }),
        );
        log.warn(
          { sessionId: documentName, code: refusal.reason, err: error },
          "document not loaded",
        );
        throw refusal;
      }
    },

    // For the messages that arrived before `connected`.
    beforeSync: admitSync,

    async afterLoadDocument({ document, context }) {
      replaceChangeHandling(document, (origin) => {
        const latest = snapshots.get(document);
        if (!latest || latest.nextIsScheduled || !isSnapshotDue(document, latest)) return;
        latest.nextIsScheduled = true;
        storeSoon(hocuspocus, document, { context, origin });
      });
      await fanOut?.loaded(document);
    },

    // For the messages that arrived before `connected`.
    beforeHandleMessage: ({ update }) => boundFrame(update),
    beforeHandleAwareness: admitPresence,

    async onStoreDocument({ document, documentName }) {
      const latest = snapshots.get(document);
      if (!latest) return;
      latest.nextIsScheduled = false;
      if (!isSnapshotDue(document, latest)) return;
      const key = { restaurantId: latest.restaurantId, sessionId: documentName };
      try {
        latest.seq = (await snapshotLog(database, key)) ?? latest.seq;
        await loader.refresh(key);
      } catch (error) {
        // A snapshot only shortens loading: the log has everything.
        log.warn({ sessionId: documentName, err: error }, "snapshot not written");
      }
    },
  });

  const transport = createTransport(hocuspocus, log, {
    hasRoom() {
      const refusal = deps.isLeaving() ? "restarting" : isFull() ? "overloaded" : null;
      if (refusal !== null) metrics.refusals.inc({ code: refusal });
      return refusal === null;
    },
    addressOf: ({ socket, headers }) =>
      readClient(socket.remoteAddress, (name) => [headers[name] ?? []].flat().join(",")).address,
    unauthenticatedLimits: deps.unauthenticatedLimits,
    async refusalAtGateway({ token, document }, address) {
      try {
        await limitGateway(address, () => authenticate(token, document));
        return null;
      } catch (error) {
        const refusal =
          error instanceof TureenError ? error : new TureenError(toRefusal(error).reason);
        metrics.refusals.inc({ code: refusal.code });
        return refusal;
      }
    },
  });

  const unsubscribe = signals.subscribe(
    (signal) => {
      if (signal.kind === "session") follower.behind(signal.sessionId, signal.seq);
    },
    () => void follower.check(),
  );

  const sweep = setInterval(sweepTokens, timing.sweepEveryMs);
  sweep.unref();

  function isFull(): boolean {
    return transport.connections() >= deps.maxConnections || deps.isOverloaded();
  }

  function isSnapshotDue(document: Document, { seq }: LatestSnapshot): boolean {
    return follower.cursorOf(document.name, document) - seq >= SNAPSHOT_AFTER_UPDATES;
  }

  async function authenticate(
    token: string,
    documentName: string,
  ): Promise<Omit<DinerContext, "protocol">> {
    if (token === "") throw new TureenError("token-missing");
    const claims = await verifyLiveToken(deps.jwtKeys, token);
    if (claims.sessionId !== documentName) throw new TureenError("not-allowed");
    return {
      restaurantId: claims.restaurantId,
      // The same string for the whole table, where each token brings one of its own.
      sessionId: documentName,
      diner: claims.diner,
      seat: claims.diner === null ? 0 : seatOf(claims.diner),
      // All readers of a session count as one.
      key: `${documentName} ${claims.diner ?? "readers"}`,
      expiresAt: claims.expiresAt,
      tokenAskedAt: 0,
      presenceClient: null,
    };
  }

  /** Tells a phone what it needs to know of this server before anything else. */
  function welcome(connection: DinerConnection): void {
    const notice: Notice = { kind: "welcome", protocol: PROTOCOL_VERSION, now: sharedNowMs() };
    connection.sendStateless(JSON.stringify(notice));
  }

  function isGone({ document, context }: DinerConnection): boolean {
    return context.diner !== null && hasLeft(document, context.diner);
  }

  /** Undefined while the document is loading. */
  function restaurantOf(document: Document): string | undefined {
    return snapshots.get(document)?.restaurantId;
  }

  /**
   * Whether the restaurant's menu says of options what a client of this version would price otherwise, or has
   * courses, of which it knows nothing.
   */
  async function isMenuBeyond(restaurantId: string, protocol: number): Promise<boolean> {
    if (protocol >= COURSES_SINCE) return false;
    const { menu } = await deps.catalog.current(restaurantId);
    return menu.courses !== undefined || (protocol < OPTIONS_SINCE && saysMoreOfOptions(menu));
  }

  /** Ends the connections of clients that a new menu is beyond. */
  async function disconnectOlder(restaurantId: string): Promise<void> {
    for (const [sessionId, document] of hocuspocus.documents) {
      if (restaurantOf(document) !== restaurantId) continue;
      for (const connection of connectionsOf(sessionId)) {
        if (await isMenuBeyond(restaurantId, connection.context.protocol)) {
          closeConnection(connection, "app-too-old");
        }
      }
    }
  }

  function relayNotice(sessionId: string, payload: string): void {
    hocuspocus.documents.get(sessionId)?.relayStateless(payload);
  }

  function connectionsOf(sessionId: string): DinerConnection[] {
    return (hocuspocus.documents.get(sessionId)?.getConnections() ?? []) as DinerConnection[];
  }

  /** Ends the connections of diners who, by the document, are no longer at the table. */
  function disconnectGone(sessionId: string): void {
    for (const connection of connectionsOf(sessionId)) {
      if (isGone(connection)) {
        closeConnection(connection, "diner-gone");
      }
    }
  }

  /**
   * Asks phones for a newer token in good time, and ends the connections of those without; forgets
   * what needs no counting any more.
   */
  function sweepTokens(): void {
    const now = sharedNowMs();
    allowances.sweep(Date.now());
    for (const sessionId of hocuspocus.documents.keys()) {
      for (const connection of connectionsOf(sessionId)) {
        const { context } = connection;
        if (context.expiresAt <= now) {
          closeConnection(connection, "token-expired");
        } else if (
          context.expiresAt - now < TOKEN_AHEAD_MS &&
          now - context.tokenAskedAt > TOKEN_ASK_EVERY_MS
        ) {
          context.tokenAskedAt = now;
          connection.requestToken();
        }
      }
    }
  }

  return {
    ready: fanOut?.ready ?? Promise.resolve(),
    handleUpgrade: transport.handleUpgrade,
    connections: transport.connections,
    phones: transport.phones,
    isFull,
    noticeSession(sessionId, notice) {
      const payload = JSON.stringify(notice);
      relayNotice(sessionId, payload);
      fanOut?.notice(sessionId, payload);
    },
    restaurants() {
      const all = [...hocuspocus.documents.values()].map(restaurantOf);
      return new Set(all.filter((restaurantId) => restaurantId !== undefined));
    },
    noticeRestaurant(restaurantId, notice) {
      // Every node hears of the restaurant's change by itself, so this one only tells its own.
      for (const document of hocuspocus.documents.values()) {
        if (restaurantOf(document) === restaurantId)
          document.relayStateless(JSON.stringify(notice));
      }
      if (notice.kind !== "menu") return;
      // A client that stays is told by the decision, which prices by the menu in force.
      disconnectOlder(restaurantId).catch((error: unknown) =>
        log.warn({ restaurantId, err: error }, "could not look whether clients know the menu"),
      );
    },
    async close() {
      clearInterval(sweep);
      unsubscribe();
      await transport.close();
      await writeAheadLog.flush();
      hocuspocus.flushPendingStores();
      await follower.close();
      await fanOut?.close();
    },
  };
}
