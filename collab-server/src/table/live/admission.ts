/**
 * The way of an edit into a session: guard, menu, log – and only then is it applied, sent to the
 * others and acknowledged.
 */
import type { beforeSyncPayload } from "@hocuspocus/server";
import type { Tracing } from "@tureen/persistence/platform/tracing/connect-tracing";
import { type ErrorCode, TureenError } from "@tureen/shared/platform/errors";
import { MAX_SEAT } from "@tureen/shared/platform/limits";
import { isAboutShape } from "@tureen/shared/platform/protocol/reactions";
import { PROTOCOL_VERSION } from "@tureen/shared/platform/protocol/version";
import { type Inspection, inspectUpdate, type Refusal } from "@tureen/shared/table/document/guard";
import { hasLeft } from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";
import type { Logger } from "pino";
import { messageYjsSyncStep1 } from "y-protocols/sync";
import type { Doc } from "yjs";
import type { Allowances } from "./allowances.ts";
import type { DinerConnection, DinerContext } from "./context.ts";
import { createDinerTurns } from "./diner-mutex.ts";
import type { DocumentBytes } from "./document-bytes.ts";
import type { FanOut } from "./fan-out.ts";
import type { LineCheck } from "./line-check.ts";
import type { LogFollower } from "./log-follower.ts";
import type { CollabMetrics } from "./metrics.ts";
import { closeConnection, HookRefusal, toRefusal } from "./refusal.ts";
import type { WishCheck } from "./wish-check.ts";
import type { WriteAheadLog } from "./write-ahead-log.ts";

export interface AdmissionDeps {
  readonly allowances: Allowances;
  readonly writeAheadLog: WriteAheadLog;
  readonly follower: LogFollower;
  readonly lineCheck: LineCheck;
  readonly wishCheck: WishCheck;
  /** The other nodes, if there are any. */
  readonly fanOut: Pick<FanOut, "edit"> | undefined;
  /** What each document in memory has taken of whom. */
  readonly documentBytes: WeakMap<Doc, DocumentBytes>;
  readonly metrics: CollabMetrics;
  readonly tracing: Tracing | undefined;
  readonly log: Logger;
}

/** What a phone sent: a question for what it lacks (sync step 1), or an update. */
type SyncPayload = Pick<
  beforeSyncPayload<DinerContext>,
  "connection" | "document" | "context" | "type" | "payload"
>;

/**
 * Resolves when what was sent may be answered or applied; also Hocuspocus' `beforeSync` hook.
 * Otherwise ends the connection and throws a HookRefusal. `apply` is called with what the log now
 * holds of it, unless there is no news in it; without `apply` the caller applies what was sent,
 * before the event loop turns.
 */
export type Admission = (
  payload: SyncPayload,
  apply?: (logged: Uint8Array) => void,
) => Promise<void>;

export function createAdmission(deps: AdmissionDeps): Admission {
  const turns = createDinerTurns();
  return async (payload, apply) => {
    try {
      // Here too, not only when it connects: what was sent meanwhile is already waiting.
      const { key, diner } = payload.context;
      if (diner !== null && hasLeft(payload.document, diner)) throw new TureenError("diner-gone");
      const now = Date.now();
      const { asks, edits } = deps.allowances.of(key, now);
      // A phone that asks what it lacks brings nothing.
      const asking = payload.type === messageYjsSyncStep1;
      if (!(asking ? asks : edits).take(now)) throw new TureenError("too-fast");
      if (asking) return;
      if (diner === null) await refuseNews(deps, payload);
      else {
        const before = turns.begin(key);
        if (before) await before;
        try {
          const logged = await admit(deps, payload, diner, now);
          if (logged) apply?.(logged);
        } finally {
          if (apply) turns.end(key);
          else setImmediate(() => turns.end(key));
        }
      }
    } catch (error) {
      const refusal = forNow(toRefusal(error), payload.context);
      deps.metrics.refusals.inc({ code: refusal.reason });
      const { restaurantId, sessionId, diner } = payload.context;
      deps.log[refusal.reason === "internal" ? "error" : "warn"](
        { restaurantId, sessionId, diner, code: refusal.reason, err: error },
        "edit refused",
      );
      closeConnection(payload.connection as DinerConnection, refusal.reason);
      throw refusal;
    }
  };
}

/**
 * What this release does not know, a newer client may well know: it is refused for now, until a server
 * of the client's release takes it.
 */
function forNow(refusal: HookRefusal, { protocol }: DinerContext): HookRefusal {
  const isNewer = protocol > PROTOCOL_VERSION;
  return isNewer && isAboutShape(refusal.reason) ? new HookRefusal("server-too-old") : refusal;
}

/** Logs what is news in an update and returns that; null when there is none. */
async function admit(
  deps: AdmissionDeps,
  payload: SyncPayload,
  diner: DinerId,
  arrivedAt: number,
): Promise<Uint8Array | null> {
  const { context, document } = payload;
  const { restaurantId, sessionId } = context;
  let inspection = inspectUpdate(document, payload.payload, diner);
  if (!inspection.ok) inspection = await inspectAgain(deps, payload, diner, inspection);
  // Everything in it is in the document, and so in the log: a reconnecting phone's usual greeting.
  if (!inspection.news) return null;
  if (inspection.lines.length > 0) await deps.lineCheck(restaurantId, inspection.lines);
  if (inspection.lines.length > 0 || inspection.confirms.length > 0) {
    await checkWish(deps, payload, inspection);
  }

  const { update } = inspection;
  const bytes = update.byteLength;
  if (!deps.documentBytes.get(document)?.hasRoomFor(diner, bytes)) {
    throw new TureenError("document-full");
  }

  const appendAt = Date.now();
  const outcome = await deps.writeAheadLog.append(restaurantId, {
    sessionId,
    author: diner,
    update,
    confirms: inspection.confirms,
    mark: inspection.mark,
  });
  if (!outcome.ok) throw new TureenError(outcome.code);
  const { seq } = outcome;
  // Only now that it is in the log: what another node shows must not be lost.
  deps.fanOut?.edit(sessionId, { seq, author: diner, update });
  deps.follower.appended(sessionId, document, seq, { author: diner, bytes });
  deps.metrics.edits.inc(inspection.edits);
  if (inspection.confirms.length > 0) {
    traceConfirms(deps.tracing, payload, inspection, { arrivedAt, appendAt, seq });
  }
  return update;
}

/** Notes the taps that made these confirms. */
function traceConfirms(
  tracing: Tracing | undefined,
  { context }: SyncPayload,
  { confirms }: Inspection,
  at: { readonly arrivedAt: number; readonly appendAt: number; readonly seq: number },
): void {
  if (!tracing) return;
  const { restaurantId, sessionId } = context;
  const now = Date.now();
  for (const { id, confirm } of confirms) {
    const traced = { restaurantId, sessionId, confirmId: id };
    const { arrivedAt, appendAt, seq } = at;
    // By the phone's own clock: it may have been offline for long, or wrong.
    const attributes = { seq, tapped_at_ms: confirm.at };
    tracing.step(traced, "edit", { startedAt: arrivedAt, durationMs: now - arrivedAt, attributes });
    tracing.step(traced, "append", { startedAt: appendAt, durationMs: now - appendAt });
  }
}

/**
 * What a phone that comes from another node may look like to a node that has not read the log yet:
 * it brings others' edits and deletes, which are all in the log.
 */
const MAY_BE_LAG: ReadonlySet<ErrorCode> = new Set([
  "update-incomplete",
  "foreign-client",
  "foreign-delete",
  "line-unknown",
]);

/** Inspects a refused update once more, with the whole log, when it may build on what is not here. */
async function inspectAgain(
  deps: AdmissionDeps,
  { context, document, payload: update }: SyncPayload,
  diner: DinerId,
  refused: Refusal,
): Promise<Inspection> {
  let inspection: Inspection | Refusal = refused;
  if (MAY_BE_LAG.has(refused.code)) {
    await deps.follower.catchUp(context.sessionId);
    inspection = inspectUpdate(document, update, diner);
  }
  if (!inspection.ok) throw new TureenError(inspection.code, { detail: inspection.detail });
  return inspection;
}

/** Somebody who has just sat down may be known to another node alone. */
async function checkWish(
  deps: AdmissionDeps,
  { context, document }: SyncPayload,
  { lines, confirms }: Inspection,
): Promise<void> {
  const { restaurantId, protocol } = context;
  const edit = { restaurantId, document, protocol, lines, confirms };
  try {
    await deps.wishCheck(edit);
  } catch (error) {
    if (!(error instanceof TureenError)) throw error;
    await deps.follower.catchUp(context.sessionId);
    await deps.wishCheck(edit);
  }
}

/** As whose a reader's update is inspected: any diner does, since it may bring nothing new. */
const NOBODY: DinerId = `d${MAX_SEAT}`;

/**
 * Lets a reader's greeting through, which the protocol has every client send, as long as the log has
 * all of it; throws "read-only" for anything else. Hocuspocus' own read-only mode is not used: it
 * drops an edit without a word that the plain protocol knows.
 */
async function refuseNews(deps: AdmissionDeps, payload: SyncPayload): Promise<void> {
  const { context, document, payload: update } = payload;
  const brings = () => {
    const inspection = inspectUpdate(document, update, NOBODY);
    return !inspection.ok || inspection.news;
  };
  if (!brings()) return;
  // The tool may have read it from another node, which knew more.
  await deps.follower.catchUp(context.sessionId);
  if (brings()) throw new TureenError("read-only");
}
