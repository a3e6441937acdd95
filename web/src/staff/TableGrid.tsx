import { createMemo, createSignal, For, Show } from "solid-js";
import type { FloorTable } from "./floor.ts";
import { staffMessages } from "./messages/messages.ts";
import { TableCard } from "./TableCard.tsx";
import styles from "./TableGrid.module.css";

const FILTERS = ["all", "open", "free"] as const;
type Filter = (typeof FILTERS)[number];

const passes = (table: FloorTable, filter: Filter) =>
  filter === "all" || (filter === "open") === (table.session !== null);

/** Every table by its label, or only the open or the free ones. */
export function TableGrid(props: {
  readonly tables: readonly FloorTable[];
  readonly now: number;
  readonly onChoose: (tableId: string) => void;
}) {
  const { t } = staffMessages;
  const [filter, setFilter] = createSignal<Filter>("all");
  const shown = createMemo(() => props.tables.filter((table) => passes(table, filter())));
  // By id, so that a card keeps its place and its focus when the floor is read again.
  const ids = createMemo(() => shown().map((table) => table.id));
  return (
    <section class={styles.section} aria-label={t("tab.floor")}>
      <fieldset class={styles.filters} aria-label={t("filters")}>
        <For each={FILTERS}>
          {(name) => (
            <button
              type="button"
              class={styles.filter}
              aria-pressed={filter() === name}
              onClick={() => setFilter(name)}
            >
              {t(`filter.${name}`)}{" "}
              <span class={styles.count}>
                {props.tables.filter((table) => passes(table, name)).length}
              </span>
            </button>
          )}
        </For>
      </fieldset>
      <Show when={ids().length > 0} fallback={<p class={styles.none}>{t("filterNone")}</p>}>
        <ul class={styles.grid}>
          <For each={ids()}>
            {(id) => {
              const table = createMemo(() => shown().find((each) => each.id === id));
              return (
                <Show when={table()}>
                  {(current) => (
                    <li class={styles.cell}>
                      <TableCard
                        table={current()}
                        now={props.now}
                        onChoose={() => props.onChoose(id)}
                      />
                    </li>
                  )}
                </Show>
              );
            }}
          </For>
        </ul>
      </Show>
    </section>
  );
}
