import type { SessionView } from "@tureen/shared/table/document/session-document";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { editSession } from "./edit-session.ts";
import { endSession } from "./end-session.ts";
import type { SessionKey } from "./load-document.ts";

/**
 * Closes a session: from the moment this commits no edit enters its log. Confirms still in the queue
 * are rejected as "session-closed" by the worker. Closing one that is over does nothing (`seq`
 * null). `requireSettled` looks at the document first, and throws why it may not be closed yet. Throws
 * "session-unknown".
 */
export async function closeSession(
  database: Database,
  input: SessionKey & {
    readonly by: Actor;
    readonly now: Date;
    readonly requireSettled?: (view: SessionView) => void;
  },
): Promise<{ readonly seq: number | null }> {
  const { restaurantId, sessionId, by, now } = input;
  const { seq } = await inRestaurant(database, restaurantId, (tx) =>
    editSession(tx, { restaurantId, sessionId, now }, async (session) => {
      if (session.row.status !== "active") return;
      input.requireSettled?.(session.view());
      await endSession(tx, session, { restaurantId, sessionId, status: "closed", by, now });
    }),
  );
  return { seq };
}
