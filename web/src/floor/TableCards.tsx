import { createMemo, For, Show } from "solid-js";
import type { Bills } from "./bill/unpaid.ts";
import type { FloorTable } from "./floor.ts";
import { TableCard } from "./TableCard.tsx";
import styles from "./TableCards.module.css";

/** A grid of tables; a card keeps its place and its focus when the floor is read again. */
export function TableCards(props: {
  readonly tables: readonly FloorTable[];
  readonly bills: Bills;
  readonly currency: string;
  readonly small?: boolean;
  readonly now: number;
  readonly onChoose: (tableId: string) => void;
}) {
  const byId = createMemo(() => new Map(props.tables.map((table) => [table.id, table])));
  const ids = createMemo(() => [...byId().keys()]);
  return (
    <ul class={styles.grid} classList={{ [styles.small ?? ""]: props.small === true }}>
      <For each={ids()}>
        {(id) => (
          <Show when={byId().get(id)}>
            {(table) => (
              <li class={styles.cell}>
                <TableCard
                  table={table()}
                  bill={props.bills.get(table().session?.id ?? "")}
                  currency={props.currency}
                  now={props.now}
                  onChoose={() => props.onChoose(id)}
                />
              </li>
            )}
          </Show>
        )}
      </For>
    </ul>
  );
}
