import { TureenError } from "@tureen/shared/platform/errors";
import type { SessionRow } from "./edit-session.ts";

/** Throws "session-closed" or "session-expired" unless the session is still going on. */
export function sessionMustBeOpen(row: SessionRow, now: Date): void {
  if (row.status === "closed") throw new TureenError("session-closed");
  if (row.status === "expired" || row.expiresAt <= now) throw new TureenError("session-expired");
}
