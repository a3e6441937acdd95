import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { readDraftedMenu } from "@tureen/persistence/menu/draft/read-draft";
import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import type { Database } from "@tureen/persistence/platform/database";
import { recordActivity } from "@tureen/persistence/platform/record-activity";
import { listRecordings } from "@tureen/persistence/replay/list-recordings";
import { readRecording } from "@tureen/persistence/replay/read-recording";
import { readStaff } from "@tureen/persistence/staff/staff-accounts";
import { TureenError } from "@tureen/shared/platform/errors";
import { RECORDING_MEDIA_TYPE } from "@tureen/shared/platform/http/media-types";
import { MAX_RECORDING_BYTES, recordingBody, recordingHead } from "@tureen/shared/replay/file";
import type { Recording } from "@tureen/shared/replay/recording";
import { type Api, route } from "../platform/http/route.ts";
import { createKeyedMutex } from "../platform/keyed-mutex.ts";
import { tryMenu } from "./try-menu.ts";

const compress = promisify(gzip);

/** Sessions in one answer of the list. */
const PAGE = 50;
/** Managers who may wait while another's session is put together; one session takes some megabytes. */
const MAX_WAITING = 8;
/** The same while another's day is tried, which may take 15 s: nobody waits longer than their page does. */
const MAX_WAITING_TO_TRY = 1;

/** What managers need to see a session again. */
export function addReplayRoutes(
  api: Api<{ readonly database: Database; readonly reports: Database }>,
): void {
  const { database, reports } = api.deps;
  const menus = new MenuCache();
  const exclusively = createKeyedMutex(MAX_WAITING);
  const oneDayAtATime = createKeyedMutex(MAX_WAITING_TO_TRY);

  route(api, "listReplays", async ({ caller, query }) => {
    const { restaurantId } = caller;
    const before = query.before === undefined ? undefined : new Date(query.before);
    const found = await listRecordings(reports, { restaurantId, before, limit: PAGE + 1 });
    const sessions = found.slice(0, PAGE).map((session) => ({
      sessionId: session.sessionId,
      table: session.table,
      status: session.status,
      openedAt: session.openedAt.getTime(),
      endedAt: session.endedAt?.getTime() ?? null,
      kept: session.kept,
      diners: session.diners,
      edits: session.edits,
      confirms: session.confirms,
      orders: session.orders,
      rejections: session.rejections,
    }));
    return { sessions, more: found.length > PAGE };
  });

  route(api, "readReplay", async ({ caller, params, context, now }) => {
    const { restaurantId, userId } = caller;
    const key = { restaurantId, sessionId: params.sessionId };
    const zipped = await exclusively("recording", async () => {
      const { recording } = await readRecording(reports, key, { menus });
      if (!recording.logKept) throw new TureenError("log-gone");
      return compress(await fileOf(recording));
    });
    // Who looked at what guests did is on the record.
    const by = { kind: "staff", id: userId } as const;
    await recordActivity(database, { ...key, by, action: "session.replay", now });
    context.header("content-type", RECORDING_MEDIA_TYPE);
    context.header("cache-control", "private, no-store");
    // Every browser takes it; without it a session is three times as large.
    context.header("content-encoding", "gzip");
    return context.body(new Uint8Array(zipped));
  });

  route(api, "tryMenuDraft", async ({ caller, params, query }) => {
    const { restaurantId } = caller;
    const staff = await readStaff(database, caller);
    if (!staff) throw new TureenError("token-invalid");
    const menu = await readDraftedMenu(database, { restaurantId, ...query });
    const day = { ...params, days: staff.days, menu };
    return await oneDayAtATime("day", () => tryMenu(reports, day, { menus }));
  });
}

/** A session's file with names, made with pauses: tables are served by the same event loop. */
async function fileOf(recording: Recording): Promise<Buffer> {
  const hash = createHash("sha256");
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (const text of recordingBody(recording, { withNames: true })) {
    const piece = Buffer.from(text);
    bytes += piece.length;
    if (bytes > MAX_RECORDING_BYTES)
      throw new RangeError("the recording is larger than any evening");
    hash.update(piece);
    pieces.push(piece);
    await setImmediate();
  }
  const head = Buffer.from(recordingHead(hash.digest("hex")));
  return Buffer.concat([head, ...pieces, Buffer.from("\n")]);
}
