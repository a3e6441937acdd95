import { discardDraft } from "@tureen/persistence/menu/draft/discard-draft";
import { editDraft } from "@tureen/persistence/menu/draft/edit-draft";
import {
  cancelPublication,
  planPublication,
  publishDraft,
} from "@tureen/persistence/menu/draft/publish-draft";
import { catchUp, readDraft } from "@tureen/persistence/menu/draft/read-draft";
import { readImportGround } from "@tureen/persistence/menu/draft/read-import-ground";
import { readVersionAsDraft, readVersions } from "@tureen/persistence/menu/draft/read-versions";
import type { Database } from "@tureen/persistence/platform/database";
import { readStaff } from "@tureen/persistence/staff/staff-accounts";
import type { DraftEdit } from "@tureen/shared/menu/draft/edits";
import { VERSIONS_PAGE } from "@tureen/shared/menu/endpoints";
import { toldText } from "@tureen/shared/menu/formats/report";
import { TureenError } from "@tureen/shared/platform/errors";
import { actorOf } from "../platform/auth/principals.ts";
import { type Api, DONE, route } from "../platform/http/route.ts";
import { createKeyedMutex } from "../platform/keyed-mutex.ts";
import type { ImportPreviewer } from "./import/previewer.ts";

/** Previews of one restaurant that may wait for another of it: each answer to a question makes one. */
const MAX_WAITING_PER_RESTAURANT = 6;

/** Managers write the menu, publish it, and look at what it was. */
export function addMenuDraftRoutes(
  api: Api<{ readonly database: Database; readonly previewImport: ImportPreviewer }>,
): void {
  const { database, previewImport } = api.deps;
  const inLine = createKeyedMutex(MAX_WAITING_PER_RESTAURANT);

  route(api, "readMenuDraft", async ({ caller }) => {
    const staff = await readStaff(database, caller);
    if (!staff) throw new TureenError("token-invalid");
    const { plannedFor, ...draft } = await readDraft(database, caller);
    return { ...draft, ...at(plannedFor), restaurant: staff.restaurant };
  });

  route(api, "editMenuDraft", async ({ caller, body, now }) => {
    const { restaurantId, userId } = caller;
    const edits = body.edits as DraftEdit[];
    return await editDraft(database, { ...body, edits, restaurantId, userId, now });
  });

  route(api, "previewMenuImport", async ({ caller, body }) => {
    const { restaurantId } = caller;
    const { fileName, text, sheets, ...options } = body;
    const source = sheets ?? text;
    if (source === undefined) throw new TureenError("field-invalid", { field: "text" });
    // The menu too is read when it is its turn, so that no restaurant fills the memory or the queue of all.
    const { changes, columns, notes, ...preview } = await inLine(restaurantId, async () =>
      previewImport({
        ground: await readImportGround(database, { restaurantId }),
        file: { fileName, source, options },
      }),
    );
    const list = changes?.list.map((change) => ({ ...change, within: [...change.within] })) ?? [];
    const told = columns?.map((column) => ({ ...column, samples: [...column.samples] }));
    const said = notes.map((note) => ({
      ...{ ...note, message: toldText(note) },
      ...(note.params && { params: { ...note.params } }),
    }));
    return {
      ...preview,
      notes: said,
      ...(told && { columns: told }),
      changes: changes && { ...changes, list },
    };
  });

  route(api, "readMenuEdits", async ({ caller, query }) => {
    const { restaurantId } = caller;
    const { plannedFor, ...news } = await catchUp(database, { restaurantId, ...query });
    return { ...news, ...at(plannedFor) };
  });

  route(api, "publishMenuDraft", async ({ caller, body, now }) => {
    const { restaurantId, userId } = caller;
    const { revision, against } = body;
    const by = { ...actorOf(caller), id: userId };
    const publication = { restaurantId, revision, against, by, now };
    if (body.at === undefined) return await publishDraft(database, publication);
    await planPublication(database, { ...publication, at: new Date(body.at) });
    return { version: null };
  });

  route(api, "cancelMenuPublication", async ({ caller, now }) => {
    const { restaurantId } = caller;
    await cancelPublication(database, { restaurantId, by: actorOf(caller), now });
    return DONE;
  });

  route(api, "discardMenuDraft", async ({ caller, body, now }) => {
    const { restaurantId, userId } = caller;
    return await discardDraft(database, { restaurantId, ...body, userId, now });
  });

  route(api, "listMenuVersions", async ({ caller, query }) => {
    const { restaurantId } = caller;
    const page = { restaurantId, ...query, limit: VERSIONS_PAGE };
    return { versions: await readVersions(database, page) };
  });

  route(api, "readMenuVersion", async ({ caller, params }) => {
    const { restaurantId } = caller;
    return { draft: await readVersionAsDraft(database, { restaurantId, ...params }) };
  });
}

function at(plannedFor: Date | null) {
  return { plannedFor: plannedFor?.getTime() ?? null };
}
