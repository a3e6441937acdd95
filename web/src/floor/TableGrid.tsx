import { createMemo, createSignal, For, Show } from "solid-js";
import { staffMessages } from "../staff/messages/messages.ts";
import type { Bills } from "./bill/unpaid.ts";
import type { FloorTable } from "./floor.ts";
import { TableCards } from "./TableCards.tsx";
import styles from "./TableGrid.module.css";

const FILTERS = ["all", "open", "free"] as const;
type Filter = (typeof FILTERS)[number];

/** Every table by its label: the open ones with all that is known, the free ones small. */
export function TableGrid(props: {
  readonly tables: readonly FloorTable[];
  /** What is known of the bills, by session. */
  readonly bills: Bills;
  readonly currency: string;
  readonly now: number;
  readonly onChoose: (tableId: string) => void;
}) {
  const { t } = staffMessages;
  const [filter, setFilter] = createSignal<Filter>("all");
  const open = createMemo(() => props.tables.filter((table) => table.session !== null));
  const free = createMemo(() => props.tables.filter((table) => table.session === null));
  const counts = () => ({
    all: props.tables.length,
    open: open().length,
    free: free().length,
  });
  const shows = (name: "open" | "free") => filter() !== (name === "open" ? "free" : "open");
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
              {t(`filter.${name}`)} <span class={styles.count}>{counts()[name]}</span>
            </button>
          )}
        </For>
      </fieldset>
      <Show when={filter() !== "all" && counts()[filter()] === 0}>
        <p class={styles.none}>{t("filterNone")}</p>
      </Show>
      <Show when={shows("open") && open().length > 0}>
        <TableCards
          tables={open()}
          bills={props.bills}
          currency={props.currency}
          now={props.now}
          onChoose={props.onChoose}
        />
      </Show>
      <Show when={shows("free") && free().length > 0}>
        <h2 class={styles.title}>{t("filter.free")}</h2>
        <TableCards
          small
          tables={free()}
          bills={props.bills}
          currency={props.currency}
          now={props.now}
          onChoose={props.onChoose}
        />
      </Show>
    </section>
  );
}
