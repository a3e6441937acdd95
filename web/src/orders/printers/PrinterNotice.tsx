import type { TroubledPrinter } from "@tureen/shared/kitchen/printers";
import { createSignal, For, onCleanup, Show } from "solid-js";
import { call } from "../../platform/live/api.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { printerMessages } from "./messages/messages.ts";
import styles from "./PrinterNotice.module.css";
import { troubleText } from "./trouble-text.ts";

/** How often a page asks whether printers are well, ms. */
const ASK_EVERY_MS = 10_000;

/** Printers that somebody has to look after, by name and with what is wrong. Nothing while all is well. */
export function PrinterNotice(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = printerMessages;
  const [troubled, setTroubled] = createSignal<readonly TroubledPrinter[]>([]);
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    try {
      setTroubled((await call("readPrinterTroubles", {})).troubled);
    } catch (error) {
      // What is known stays: that the connection is gone the page says itself.
      if (props.endedBy(error)) return;
    }
    timer = setTimeout(() => void ask(), ASK_EVERY_MS);
  }
  void ask();
  onCleanup(() => clearTimeout(timer));

  return (
    <div role="status">
      <Show when={troubled().length > 0}>
        <ul class={styles.notices}>
          <For each={troubled()}>
            {(printer) => (
              <li class={styles.notice}>
                <Icon name="print" size={24} />
                <span class={styles.what}>{troubleText(printer.name, printer.trouble)}</span>
                <Show when={printer.waiting}>
                  {(count) => <span>{t("waiting", { count: count() })}</span>}
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  );
}
