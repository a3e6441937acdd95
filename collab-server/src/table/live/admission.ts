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
import { inspectUpdate } from "@tureen/shared/table/document/guard";
import type { Inspection, Refusal } from "@tureen/shared/table/document/inspection";
import { hasLeft } from "@tureen/shared/table/document/session-document";
import type { DinerId } from "@tureen/shared/table/document/types";
import type { Logger } from "pino";
import { messageYjsSyncStep1 } from "y-protocols/sync";
import type { Doc } from "yjs";
import type { Allowances } from "./allowances.ts";
import type { DinerConnection, DinerContext } from "./context.ts";
import { createDinerMutex } from "./diner-mutex.ts";
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

/** An update as a phone sent it, and the connection that brought it. */
export type SentUpdate = Pick<
  beforeSyncPayload<DinerContext>,
  "connection" | "document" | "context" | "payload"
>;

/** What Hocuspocus asks about: an update, or a question for what the phone lacks (sync step 1). */
export type SentSync = SentUpdate & Pick<beforeSyncPayload<DinerContext>, "type">;

/**
 * The two ways in. What is not let in ends its connection, and throws a HookRefusal.
 */
export interface Admission {
  /**
   * Admits an update whose caller leaves the document to us: `apply` is called with what the log now holds of
   * it, unless there is nothing new in it, before this resolves.
   */
  admitEdit(sent: SentUpdate, apply: (logged: Uint8Array) => void): Promise<void>;
  /**
   * Hocuspocus' `beforeSync` hook: resolves when it may answer a question, or apply an update as it was sent,
   * which it does before the event loop turns.
   */
  admitSync(sent: SentSync): Promise<void>;
}

export function createAdmission(deps: AdmissionDeps): Admission {
  const mutex = createDinerMutex();

  /** Logs an update after those of its diner that came before. Call `applied` when the document has it. */
  async function logInOrder(sent: SentUpdate, diner: DinerId, arrivedAt: number): Promise<Logged> {
    const { key } = sent.context;
    const others = mutex.lock(key);
    if (others) await others;
    try {
      const update = await logUpdate(deps, sent, diner, arrivedAt);
      return { update, applied: () => mutex.unlock(key) };
    } catch (error) {
      mutex.unlock(key);
      throw error;
    }
  }

  return {
    admitEdit: (sent, apply) =>
      orRefuse(deps, sent, async () => {
        const now = spend(deps, sent, "edits");
        const { diner } = sent.context;
        if (diner === null) return refuseChanges(deps, sent);
        const { update, applied } = await logInOrder(sent, diner, now);
        try {
          if (update) apply(update);
        } finally {
          applied();
        }
      }),

    admitSync: (sent) =>
      orRefuse(deps, sent, async () => {
        const asks = sent.type === messageYjsSyncStep1;
        const now = spend(deps, sent, asks ? "asks" : "edits");
        // A phone that asks what it lacks brings nothing.
        if (asks) return;
        const { diner } = sent.context;
        if (diner === null) return refuseChanges(deps, sent);
        const { applied } = await logInOrder(sent, diner, now);
        setImmediate(applied);
      }),
  };
}

/** What the log holds of an update, null when there was nothing new in it. */
interface Logged {
  readonly update: Uint8Array | null;
  applied(): void;
}

/** Takes what was sent from its diner's allowance, and returns when, ms; throws if it may not be sent. */
function spend(
  { allowances }: AdmissionDeps,
  { context, document }: SentUpdate,
  on: "asks" | "edits",
): number {
  // Here too, not only when it connects: what was sent meanwhile is already waiting.
  const { key, diner } = context;
  if (diner !== null && hasLeft(document, diner)) throw new TureenError("diner-gone");
  const now = Date.now();
  if (!allowances.of(key, now)[on].take(now)) throw new TureenError("too-fast");
  return now;
}

/** Does the work of admitting; when that fails the phone is told why and its connection ended. */
async function orRefuse(
  deps: AdmissionDeps,
  { connection, context }: SentUpdate,
  admit: () => Promise<void>,
): Promise<void> {
  try {
    await admit();
  } catch (error) {
    const refusal = forNow(toRefusal(error), context);
    deps.metrics.refusals.inc({ code: refusal.reason });
    const { restaurantId, sessionId, diner } = context;
    deps.log[refusal.reason === "internal" ? "error" : "warn"](
      { restaurantId, sessionId, diner, code: refusal.reason, err: error },
      "edit refused",
    );
    closeConnection(connection as DinerConnection, refusal.reason);
    throw refusal;
  }
}

/**
 * What this release does not know, a newer client may well know: it is refused for now, until a server
 * of the client's release takes it.
 */
function forNow(refusal: HookRefusal, { protocol }: DinerContext): HookRefusal {
  const isNewer = protocol > PROTOCOL_VERSION;
  return isNewer && isAboutShape(refusal.reason) ? new HookRefusal("server-too-old") : refusal;
}

/** Logs what is new in an update and returns that; null when there is nothing. */
async function logUpdate(
  deps: AdmissionDeps,
  sent: SentUpdate,
  diner: DinerId,
  arrivedAt: number,
): Promise<Uint8Array | null> {
  const { context, document } = sent;
  const { restaurantId, sessionId } = context;
  let inspection = inspectUpdate(document, sent.payload, diner);
  if (!inspection.ok) inspection = await inspectAgain(deps, sent, diner, inspection);
  // Everything in it is in the document, and so in the log: a reconnecting phone's usual greeting.
  if (!inspection.news) return null;
  if (inspection.lines.length > 0) await deps.lineCheck(restaurantId, inspection.lines);
  if (inspection.lines.length > 0 || inspection.confirms.length > 0) {
    await checkWish(deps, sent, inspection);
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
    wishes: inspection.wishes,
    mark: inspection.mark,
  });
  if (!outcome.ok) throw new TureenError(outcome.code);
  const { seq } = outcome;
  // Only now that it is in the log: what another node shows must not be lost.
  deps.fanOut?.edit(sessionId, { seq, author: diner, update });
  deps.follower.appended(sessionId, document, seq, { author: diner, bytes });
  deps.metrics.edits.inc(inspection.edits);
  if (inspection.confirms.length > 0) {
    traceConfirms(deps.tracing, sent, inspection, { arrivedAt, appendAt, seq });
  }
  return update;
}

/** Notes the taps that made these confirms. */
function traceConfirms(
  tracing: Tracing | undefined,
  { context }: SentUpdate,
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
  { context, document, payload: update }: SentUpdate,
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
  { context, document }: SentUpdate,
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
async function refuseChanges(deps: AdmissionDeps, sent: SentUpdate): Promise<void> {
  const { context, document, payload: update } = sent;
  const brings = () => {
    const inspection = inspectUpdate(document, update, NOBODY);
    return !inspection.ok || inspection.news;
  };
  if (!brings()) return;
  // The tool may have read it from another node, which knew more.
  await deps.follower.catchUp(context.sessionId);
  if (brings()) throw new TureenError("read-only");
}
