import type { Availability } from "@tureen/shared/menu/availability";
import type { Menu } from "@tureen/shared/menu/menu";
import { settles } from "@tureen/shared/platform/http/verdicts";
import { createMemo, createSignal } from "solid-js";
import { indexMenu } from "../../menu/menu-index.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import { createAsking } from "../../platform/live/create-asking.ts";
import { readStored, writeStored } from "../../platform/storage.ts";
import type { ClientErrorCode } from "../../platform/ui/errors.ts";

interface MenuNow {
  readonly menu: Menu;
  readonly availability: Availability;
}

const EVERYTHING: Availability = { soldOut: [], valuesOut: [], stock: {} };

const menuKey = (code: string) => `tureen.menu.${code}`;

/**
 * The menu of a table's restaurant: at once from the phone's memory if it has been here before,
 * then from the server. Without signal the remembered one stays, and the server is asked again.
 */
export function createMenuStore(code: string) {
  const [now, setNow] = createSignal<MenuNow | undefined>(readStored<MenuNow>(menuKey(code)));
  const [avoided, avoid] = createSignal<ReadonlySet<string>>(new Set());
  const [error, setError] = createSignal<ClientErrorCode>();
  // Availability changes far more often than the menu: the index is kept while the version stays.
  const menu = createMemo(() => now()?.menu, undefined, {
    equals: (a, b) => a?.version === b?.version && a?.restaurantId === b?.restaurantId,
  });
  const index = createMemo(() => {
    const current = menu();
    return current && indexMenu(current);
  });
  const ask = createAsking();

  async function refresh(): Promise<void> {
    try {
      const answer = await ask(() => call("readTableMenu", { params: { code } }), {
        settles: (failure) => settles("table", failure),
        onFailure: setError,
      });
      setError(undefined);
      setNow(answer);
      writeStored(menuKey(code), answer);
    } catch (failure) {
      setError(codeOf(failure));
    }
  }

  return {
    index,
    availability: () => now()?.availability ?? EVERYTHING,
    /** The allergens that the reader avoids. */
    avoided,
    avoid,
    /** Why the last refresh failed, if it did. */
    error,
    refresh,
  };
}

export type MenuStore = ReturnType<typeof createMenuStore>;
