import { settles } from "@tureen/shared/platform/http/verdicts";
import { createMemo, createSignal, For, onCleanup, Show } from "solid-js";
import { locale } from "../platform/i18n/locale.ts";
import { call, codeOf } from "../platform/live/api.ts";
import { createAsking } from "../platform/live/create-asking.ts";
import { Button } from "../platform/ui/Button.tsx";
import { EmptyState } from "../platform/ui/EmptyState.tsx";
import { type ClientErrorCode, errorSentence } from "../platform/ui/errors.ts";
import { uiMessages } from "../platform/ui/messages/messages.ts";
import { Skeleton } from "../platform/ui/Skeleton.tsx";
import { toast } from "../platform/ui/toasts.ts";
import { staffMessages } from "../staff/messages/messages.ts";
import styles from "./AvailabilityPanel.module.css";
import { AvailabilityTools } from "./AvailabilityTools.tsx";
import { DishRow } from "./DishRow.tsx";
import {
  type Choice,
  type Dish,
  dishGroups,
  dishSearch,
  type MenuNow,
  withAvailability,
  withChoice,
} from "./dishes.ts";

/** Guests order all the time, so counted portions go down while the list is open. */
const REREAD_MS = 20_000;

/** Every dish with its switch, and those of its choices: sold out or available, and what is left. */
export function AvailabilityPanel(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = staffMessages;
  const [menu, setMenu] = createSignal<MenuNow>();
  const [failure, setFailure] = createSignal<ClientErrorCode>();
  const [search, setSearch] = createSignal("");
  const [onlyOut, setOnlyOut] = createSignal(false);
  const [busy, setBusy] = createSignal<ReadonlySet<string>>(new Set());

  const ask = createAsking();

  async function read(): Promise<void> {
    try {
      const answer = await ask(() => call("readStaffMenu", {}), {
        settles: (code) => settles("reading", code),
        onFailure: setFailure,
      });
      if (busy().size > 0) return; // a change is under way: its answer is newer than this one
      setMenu(answer);
      setFailure(undefined);
    } catch (error) {
      if (!props.endedBy(error)) setFailure(codeOf(error));
    }
  }

  function change(
    dish: Dish,
    available: boolean,
    stock: number | null,
    until?: number | "tomorrow" | null,
  ): Promise<void> {
    const wanted = { itemId: dish.id, available, stock, until };
    return mark(dish, {
      send: () => call("setAvailability", { body: wanted }),
      shown: (now) => withAvailability(now, wanted),
      said: sentence(dish.name, available, stock),
      until,
    });
  }

  function changeChoice(
    dish: Dish,
    choice: Choice,
    available: boolean,
    until?: number | "tomorrow" | null,
  ): Promise<void> {
    const wanted = { valueId: choice.id, available, until };
    const name = `${dish.name}, ${choice.group}: ${choice.name}`;
    return mark(dish, {
      send: () => call("setChoiceAvailability", { body: wanted }),
      shown: (now) => withChoice(now, wanted),
      said: sentence(name, available, null),
      until,
    });
  }

  /** Sends a change of a dish or of one of its choices, and shows it once it has arrived. */
  async function mark(
    dish: Dish,
    wanted: {
      readonly send: () => Promise<unknown>;
      readonly shown: (now: MenuNow) => MenuNow;
      readonly said: string;
      readonly until: number | "tomorrow" | null | undefined;
    },
  ): Promise<void> {
    setBusy((all) => new Set(all).add(dish.id));
    try {
      await wanted.send();
      setMenu((now) => now && wanted.shown(now));
      toast(wanted.said, { icon: "check" });
      // When "tomorrow" begins only the server says.
      if (wanted.until) void read();
    } catch (error) {
      if (!props.endedBy(error)) {
        toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
      }
    } finally {
      setBusy((all) => new Set([...all].filter((id) => id !== dish.id)));
    }
  }

  function sentence(dish: string, available: boolean, stock: number | null): string {
    if (!available || stock === 0) return t("nowSoldOut", { dish });
    return stock === null ? t("nowAvailable", { dish }) : t("nowLeft", { dish, count: stock });
  }

  void read();
  const timer = setInterval(() => void read(), REREAD_MS);
  onCleanup(() => clearInterval(timer));

  // The menu is read again and again for what is left of each dish; its words seldom change.
  const words = createMemo(() => menu()?.menu, undefined, {
    equals: (a, b) => a?.version === b?.version,
  });
  const find = createMemo(() => {
    const known = words();
    return known && dishSearch(known);
  });
  const groups = createMemo(() => {
    const now = menu();
    const found = find()?.(search());
    return now && found ? dishGroups(now, { language: locale(), found, onlyOut: onlyOut() }) : [];
  });
  const dishes = createMemo(
    () => new Map(groups().flatMap((group) => group.dishes.map((dish) => [dish.id, dish]))),
  );
  // By name and by id, so that a row keeps its focus when the menu is read again.
  const names = createMemo(() => groups().map((group) => group.name));
  const idsOf = (name: string) =>
    groups()
      .find((group) => group.name === name)
      ?.dishes.map((dish) => dish.id) ?? [];

  return (
    <div class={styles.panel}>
      <AvailabilityTools
        search={search()}
        onSearch={setSearch}
        onlyOut={onlyOut()}
        onOnlyOut={setOnlyOut}
      />
      <Show
        when={menu()}
        fallback={
          <Show when={failure()} fallback={<Skeleton lines={8} />}>
            {(code) => (
              <EmptyState icon="cloudOff" title={errorSentence(code())}>
                <Button variant="primary" onClick={() => void read()}>
                  {uiMessages.t("retry")}
                </Button>
              </EmptyState>
            )}
          </Show>
        }
      >
        <Show
          when={names().length > 0}
          fallback={
            <p class={styles.none}>{search().trim() ? t("searchNone") : t("onlyOutNone")}</p>
          }
        >
          <For each={names()}>
            {(name) => (
              <section>
                <h3 class={styles.category}>
                  <bdi>{name}</bdi>
                </h3>
                <ul>
                  <For each={idsOf(name)}>
                    {(id) => (
                      <Show when={dishes().get(id)}>
                        {(dish) => (
                          <DishRow
                            dish={dish()}
                            busy={busy().has(id)}
                            service={menu()?.service}
                            onChange={(available, stock, until) =>
                              void change(dish(), available, stock, until)
                            }
                            onChoice={(choice, available, until) =>
                              void changeChoice(dish(), choice, available, until)
                            }
                          />
                        )}
                      </Show>
                    )}
                  </For>
                </ul>
              </section>
            )}
          </For>
        </Show>
      </Show>
    </div>
  );
}
