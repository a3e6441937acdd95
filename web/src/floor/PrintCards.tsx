import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import { Portal } from "solid-js/web";
import { Mark } from "../platform/ui/Mark.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import { tableName } from "../staff/words.ts";
import type { FloorTable } from "./floor.ts";
import styles from "./PrintCards.module.css";
import { QrCode, tableAddress } from "./QrCode.tsx";

type Printable = Pick<FloorTable, "id" | "label" | "code">;

/** Prints table cards: `cards` is to be rendered where the printer is made; it shows on paper only. */
export function createPrinter(): {
  readonly print: (tables: readonly Printable[], restaurant: string) => void;
  readonly cards: () => JSX.Element;
} {
  const [job, setJob] = createSignal<{ tables: readonly Printable[]; restaurant: string }>();
  const finish = () => {
    setJob(undefined);
    delete document.body.dataset.printing;
  };
  addEventListener("afterprint", finish);
  onCleanup(() => {
    removeEventListener("afterprint", finish);
    finish();
  });
  return {
    print(tables, restaurant) {
      setJob({ tables, restaurant });
      document.body.dataset.printing = "";
      // The cards are in the page by now; printing in the next task lets fonts and layout settle.
      // Firefox on Android learnt it late: the browser's own menu is left there.
      setTimeout(() => globalThis.print?.());
    },
    cards: () => (
      <Show when={job()}>
        {(current) => (
          <Portal ref={(container) => (container.dataset.print = "")}>
            <PrintCards tables={current().tables} restaurant={current().restaurant} />
          </Portal>
        )}
      </Show>
    ),
  };
}

/** One A6 card per table, four on an A4 sheet: whose, which table, the code, what to do with it. */
export function PrintCards(props: {
  readonly tables: readonly Printable[];
  readonly restaurant: string;
}) {
  const { t } = staffMessages;
  return (
    <div class={styles.cards}>
      <For each={props.tables}>
        {(table) => (
          <section class={styles.card}>
            <Mark size={40} />
            <p class={styles.restaurant} dir="auto">
              {props.restaurant}
            </p>
            <p class={styles.table} dir="auto">
              {tableName(table.label)}
            </p>
            <div class={styles.code}>
              <QrCode
                text={tableAddress(table.code)}
                label={t("qrLabel", { table: tableName(table.label) })}
              />
            </div>
            <p class={styles.how}>{t("card.how")}</p>
            <p class={styles.steps}>{t("card.steps")}</p>
          </section>
        )}
      </For>
    </div>
  );
}
