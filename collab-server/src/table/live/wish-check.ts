/**
 * What the guard cannot know of an edit, or may not refuse for the sake of logs that hold it: whether it
 * makes sense at this table and in this restaurant. None of it comes from an honest phone.
 */

import { TureenError } from "@tureen/shared/platform/errors";
import { isVisibleText } from "@tureen/shared/platform/text";
import type { Inspection } from "@tureen/shared/table/document/inspection";
import { hasDiner } from "@tureen/shared/table/document/session-document";
import type { Doc } from "yjs";
import type { MenuCatalog } from "../../menu/menu-catalog.ts";

/** Phones from this version on send no note in which there is nothing to read. */
const NOTES_ARE_TRIMMED = 2;

/** The edit, where it is to go, and which version of the protocol its client speaks. */
export interface CheckedEdit extends Pick<Inspection, "lines" | "confirms"> {
  readonly restaurantId: string;
  readonly document: Doc;
  readonly protocol: number;
}

/** Throws value-invalid for an edit that makes no sense where it is to go. */
export type WishCheck = (edit: CheckedEdit) => Promise<void>;

export function createWishCheck(catalog: Pick<MenuCatalog, "currentItems" | "forget">): WishCheck {
  return async ({ restaurantId, document, protocol, lines, confirms }) => {
    for (const { id, line } of lines) {
      if (line.for !== "table" && !hasDiner(document, line.for)) refuse(`${id} is for nobody`);
      const isBlank = line.note !== "" && !isVisibleText(line.note);
      if (isBlank && protocol >= NOTES_ARE_TRIMMED) refuse(`the note of ${id} is blank`);
    }
    for (const { id, confirm } of confirms) {
      if (confirm.menuVersion <= (await catalog.currentItems(restaurantId)).version) continue;
      // The phone may know a newer menu than this node, whose signal was late or lost.
      catalog.forget(restaurantId);
      const { version } = await catalog.currentItems(restaurantId);
      if (confirm.menuVersion > version)
        refuse(`there is no menu ${confirm.menuVersion} for ${id}`);
    }
  };
}

function refuse(detail: string): never {
  throw new TureenError("value-invalid", { detail });
}
