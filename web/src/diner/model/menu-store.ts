import type { Availability } from "@tureen/shared/menu/availability";
import type { Menu } from "@tureen/shared/menu/menu";
import { createMemo, createSignal } from "solid-js";
import { call, codeOf } from "../../api.ts";
import type { ClientErrorCode } from "../../ui/errors.ts";
import { indexMenu } from "./menu-index.ts";
import { readStored, writeStored } from "./storage.ts";

interface MenuNow {
  readonly menu: Menu;
  readonly availability: Availability;
}

const EVERYTHING: Availability = { soldOut: [], valuesOut: [], stock: {} };

const menuKey = (code: string) => `tureen.menu.${code}`;

/**
 * The menu of a table's restaurant: at once from the phone's memory if it has been here before,
 * then from the server. Without signal the remembered one stays.
 */
export function createMenuStore(code: string) {
  const [now, setNow] = createSignal<MenuNow | undefined>(readStored<MenuNow>(menuKey(code)));
  const [error, setError] = createSignal<ClientErrorCode>();
  // Availability changes far more often than the menu: the index is kept while the version stays.
  const menu = createMemo(() => now()?.menu, undefined, {
    equals: (a, b) => a?.version === b?.version && a?.restaurantId === b?.restaurantId,
  });
  const index = createMemo(() => {
    const current = menu();
    return current && indexMenu(current);
  });
  let newest = 0;

  async function refresh(): Promise<void> {
    const asked = ++newest;
    try {
      const answer = await call("readTableMenu", { params: { code } });
      if (asked !== newest) return;
      setError(undefined);
      setNow(answer);
      writeStored(menuKey(code), answer);
    } catch (failure) {
      if (asked === newest) setError(codeOf(failure));
    }
  }

  return {
    index,
    availability: () => now()?.availability ?? EVERYTHING,
    /** Why the last refresh failed, if it did. */
    error,
    refresh,
  };
}

export type MenuStore = ReturnType<typeof createMenuStore>;
