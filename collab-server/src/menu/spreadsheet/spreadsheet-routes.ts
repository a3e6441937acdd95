import { type Api, route } from "../../platform/http/route.ts";
import { createKeyedMutex } from "../../platform/keyed-mutex.ts";
import type { SpreadsheetReader } from "./spreadsheet-reader.ts";

/** Files of one restaurant that may wait for another of it. */
const MAX_WAITING_PER_RESTAURANT = 2;

/** Managers bring spreadsheets: what is in them, as tables. */
export function addSpreadsheetRoutes(
  api: Api<{ readonly readSpreadsheet: SpreadsheetReader }>,
): void {
  const inLine = createKeyedMutex(MAX_WAITING_PER_RESTAURANT);

  route(api, "readSpreadsheet", async ({ caller, context }) => {
    // The body too waits for its turn, so that no restaurant fills the memory or the queue of all.
    const sheets = await inLine(caller.restaurantId, async () =>
      api.deps.readSpreadsheet(new Uint8Array(await context.req.arrayBuffer())),
    );
    return { sheets: [...sheets] };
  });
}
