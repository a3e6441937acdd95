import type { SessionView } from "./document/session-document.ts";
import type { DinerId } from "./document/types.ts";

/** What a diner calls for that nobody has answered yet: neither staff nor what has happened since. */
export function openCall(view: SessionView, diner: DinerId): "waiter" | "bill" | undefined {
  const mark = view.marks[diner];
  if (!mark || mark.call === "none") return undefined;
  // An answer is to everything that is older.
  const answered = view.session.answered?.[diner] ?? 0;
  return mark.at > answered ? mark.call : undefined;
}
