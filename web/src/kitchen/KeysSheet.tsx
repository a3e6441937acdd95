import { For } from "solid-js";
import { Sheet } from "../platform/ui/Sheet.tsx";
import styles from "./KeysSheet.module.css";
import { kitchenMessages } from "./messages/messages.ts";

/** Every key of a keyboard or bump bar (`bump-keys.ts`), and what it does. */
export function KeysSheet(props: { readonly open: boolean; readonly onClose: () => void }) {
  const { t } = kitchenMessages;
  const keys = () => [
    { names: ["1–9", "A–Z"], does: t("key.ticket") },
    { names: ["0"], does: t("key.undo") },
    { names: ["←", "→", "+", "−"], does: t("key.turn") },
    { names: [t("key.firstName")], does: t("key.first") },
    { names: ["?"], does: t("key.help") },
  ];
  return (
    <Sheet
      open={props.open}
      onClose={props.onClose}
      title={t("keysTitle")}
      description={t("keysFirst")}
    >
      <dl class={styles.keys}>
        <For each={keys()}>
          {({ names, does }) => (
            <div class={styles.row}>
              <dt class={styles.names} dir="ltr">
                <For each={names}>{(name) => <kbd class={styles.key}>{name}</kbd>}</For>
              </dt>
              <dd>{does}</dd>
            </div>
          )}
        </For>
      </dl>
    </Sheet>
  );
}
