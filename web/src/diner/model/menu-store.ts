import type { Answer } from "@tureen/shared/endpoints";
import type { Diet } from "@tureen/shared/menu/dish-facts";
import { itemsById } from "@tureen/shared/menu/menu";
import { settles } from "@tureen/shared/platform/http/verdicts";
import { createEffect, createMemo, createSignal } from "solid-js";
import { indexMenu } from "../../menu/menu-index.ts";
import { speakMenu } from "../../menu/menu-language.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import { createAsking } from "../../platform/live/create-asking.ts";
import { readStored, writeStored } from "../../platform/storage.ts";
import type { ClientErrorCode } from "../../platform/ui/errors.ts";
import { createMenuTime } from "./menu-time.ts";
import { noteDishes } from "./seen-dishes.ts";

type MenuNow = Answer<"readTableMenu">;

const menuKey = (code: string) => `tureen.menu.${code}`;

/**
 * The menu of a table's restaurant, as its clock has it: at once from the phone's memory if it has been here before,
 * then from the server. Without signal the remembered one stays, and the server is asked again.
 */
export function createMenuStore(code: string) {
  const [now, setNow] = createSignal<MenuNow | undefined>(readStored<MenuNow>(menuKey(code)));
  const [avoided, avoid] = createSignal<ReadonlySet<string>>(new Set());
  const [diets, setDiets] = createSignal<ReadonlySet<Diet>>(new Set());
  const [error, setError] = createSignal<ClientErrorCode>();
  const time = createMenuTime(now, () => void refresh());
  // Availability changes far more often than the menu and its prices: the index is kept while they stay.
  const index = createMemo(() => {
    const current = time.menu();
    return current && indexMenu(current);
  });
  const written = createMemo(() => {
    const current = now();
    return current && itemsById(current.menu);
  });
  createEffect(() => {
    const [current, dishes] = [now(), written()];
    if (!current || !dishes) return;
    speakMenu(current.menu);
    noteDishes(dishes);
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
    availability: time.availability,
    /** Whether orders are taken. */
    taking: time.taking,
    service: time.service,
    /** The restaurant's clock, and where it gets its time from. */
    local: time.local,
    followClock: time.followClock,
    lookAtClock: time.look,
    /** A dish's price without the rules of this time, minor units. */
    regularPrice: (itemId: string) => written()?.get(itemId)?.price,
    /** The allergens that the reader avoids. */
    avoided,
    avoid,
    /** The diets that dishes have to suit. */
    diets,
    setDiets,
    /** Why the last refresh failed, if it did. */
    error,
    refresh,
  };
}

export type MenuStore = ReturnType<typeof createMenuStore>;
