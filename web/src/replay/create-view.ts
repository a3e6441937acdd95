import type { SessionView } from "@tureen/shared/table/document/session-document";
import { type Accessor, createMemo, untrack } from "solid-js";
import { sameView } from "./model/replayed-session.ts";

/** A view that counts as changed only when one of its roots has: most frames change nothing. */
export function createView(read: () => SessionView): Accessor<SessionView> {
  return createMemo(read, untrack(read), { equals: sameView });
}
