import type { Journal } from "@tureen/shared/replay/journal";
import type { Diner } from "@tureen/shared/table/document/types";
import type { SessionDiner } from "../load/protocol.ts";

/** Everybody who ever sat at the table, by seat. */
export function dinersOf(journal: Journal): SessionDiner[] {
  const diners = new Map<string, SessionDiner>();
  for (const { root, key, after } of journal.changes.flat()) {
    if (root !== "diners" || !after) continue;
    const { seat, colour, host } = after as Diner;
    diners.set(key, { diner: key, seat, colour, host });
  }
  return [...diners.values()].sort((a, b) => a.seat - b.seat);
}
