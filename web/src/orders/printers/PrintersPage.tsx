import { createSignal, For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { SettingsHead } from "../../staff/SettingsHead.tsx";
import styles from "../../staff/SettingsList.module.css";
import { ReadingView } from "../../staff/team/ReadingView.tsx";
import { CloudAddress } from "./CloudAddress.tsx";
import { createPrinters } from "./create-printers.ts";
import { printerMessages } from "./messages/messages.ts";
import { PrinterRow } from "./PrinterRow.tsx";
import { PrinterSheet } from "./PrinterSheet.tsx";
import { SlipList } from "./SlipList.tsx";

/** What a sheet is open for: a new printer, or the one of this id. */
type Open = "new" | { readonly id: string };

/** The printers of the kitchen, for managers: how they are, what waits for them, and the last slips. */
export function PrintersPage(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = printerMessages;
  const kitchen = createPrinters((error) => props.endedBy(error));
  const [open, setOpen] = createSignal<Open>();
  const [path, setPath] = createSignal<string>();
  const printer = () => {
    const shown = open();
    return shown && shown !== "new"
      ? kitchen.printers().find(({ id }) => id === shown.id)
      : undefined;
  };
  return (
    <div class={styles.page}>
      <SettingsHead back={t("back")} title={t("title")} lead={t("lead")} />
      <ReadingView reading={kitchen.reading}>
        {() => (
          <>
            <Show
              when={kitchen.printers().length > 0}
              fallback={<p class={styles.empty}>{t("empty")}</p>}
            >
              <ul class={styles.list}>
                <For each={kitchen.printers().map(({ id }) => id)}>
                  {(id) => (
                    <PrinterRow id={id} kitchen={kitchen} onChange={() => setOpen({ id })} />
                  )}
                </For>
              </ul>
            </Show>
            <Button variant="primary" icon="plus" onClick={() => setOpen("new")}>
              {t("add")}
            </Button>
            <Show when={kitchen.printers().length > 0}>
              <SlipList kitchen={kitchen} />
            </Show>
          </>
        )}
      </ReadingView>
      <Show when={open() === "new" || printer()}>
        <PrinterSheet
          printer={printer()}
          kitchen={kitchen}
          onAdded={(address) => setPath(address ?? undefined)}
          onClose={() => setOpen(undefined)}
        />
      </Show>
      <Show when={path()}>
        {(shown) => <CloudAddress path={shown()} onClose={() => setPath(undefined)} />}
      </Show>
    </div>
  );
}
