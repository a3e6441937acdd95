import { dropStored, readStored, writeStored } from "../../platform/storage.ts";
import type { Choices } from "./options.ts";

/** What somebody has chosen and typed for a dish and not added yet. */
export interface DishDraft {
  readonly choices: Choices;
  readonly note: string;
  readonly whose: "me" | "table";
  readonly quantity: number;
  /** The course to bring it with; left out: the dish's own. */
  readonly course?: number;
}

/** Drafts by dish: closing a dish by accident loses nothing. */
export interface DishDrafts {
  of(itemId: string): DishDraft | undefined;
  keep(itemId: string, draft: DishDraft): void;
  drop(itemId: string): void;
}

const draftsKey = (sessionId: string) => `tureen.drafts.${sessionId}`;

/** Drops what this tab keeps of a session's drafts. */
export function forgetDishDrafts(sessionId: string): void {
  dropStored(draftsKey(sessionId), "sessionStorage");
}

/** The drafts of a session, kept as long as this tab: over a reload, but not into another session. */
export function createDishDrafts(sessionId: string): DishDrafts {
  const key = draftsKey(sessionId);
  const drafts = new Map<string, DishDraft>(
    Object.entries(readStored<Record<string, DishDraft>>(key, "sessionStorage") ?? {}),
  );

  function write() {
    if (drafts.size === 0) forgetDishDrafts(sessionId);
    else writeStored(key, Object.fromEntries(drafts), "sessionStorage");
  }

  return {
    of: (itemId) => drafts.get(itemId),
    keep(itemId, draft) {
      drafts.set(itemId, draft);
      write();
    },
    drop(itemId) {
      if (drafts.delete(itemId)) write();
    },
  };
}
