/** Where a session comes from: a file, or a session in the database. */
import { readFile, stat } from "node:fs/promises";
import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import type { Database } from "@tureen/persistence/platform/database";
import { errorCode } from "@tureen/persistence/platform/retry";
import { type FoundSession, findSessions } from "@tureen/persistence/replay/list-recordings";
import { readRecording } from "@tureen/persistence/replay/read-recording";
import { ReplayError } from "@tureen/shared/replay/errors";
import { MAX_RECORDING_BYTES, parseRecording } from "@tureen/shared/replay/file";
import type { Recording } from "@tureen/shared/replay/recording";
import type { CliContext } from "./command.ts";
import { withDatabase } from "./database.ts";

/** What a session's id is made of, or how one begins: anything else names a file. */
const SESSION = /^[0-9a-f][0-9a-f-]{3,35}$/i;

/** Whether a word names a session rather than a file. */
export function isSessionId(word: string): boolean {
  return SESSION.test(word);
}

/** The recording of a file or a session. Throws ReplayError and "session-unknown". */
export async function openRecording(context: CliContext, word: string): Promise<Recording> {
  if (!isSessionId(word)) return readRecordingFile(word);
  return withDatabase(context, (database) => openSession(database, word));
}

/** The recording of the one session whose id begins so. */
export async function openSession(database: Database, prefix: string): Promise<Recording> {
  const key = await findSession(database, prefix);
  const { recording } = await readRecording(database, key, { menus: new MenuCache() });
  if (!recording.logKept) throw new ReplayError("log-gone", recording.session);
  return recording;
}

/** The one session whose id begins so. */
export async function findSession(database: Database, prefix: string): Promise<FoundSession> {
  if (!isSessionId(prefix)) throw new ReplayError("session-unknown", prefix);
  const [key, another] = await findSessions(database, prefix);
  if (!key) throw new ReplayError("session-unknown", prefix);
  if (another) throw new ReplayError("session-ambiguous", prefix);
  return key;
}

/** The recording of a file. */
export async function readRecordingFile(path: string): Promise<Recording> {
  return parseRecording(await readText(path, MAX_RECORDING_BYTES));
}

/** A file's text. Throws ReplayError "file-unreadable" and "file-too-large". */
export async function readText(path: string, maxBytes: number): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) throw new ReplayError("file-too-large", path);
    return await readFile(path, "utf8");
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof ReplayError || code === undefined) throw error;
    throw new ReplayError("file-unreadable", `${path}: ${code}`, { cause: error });
  }
}
