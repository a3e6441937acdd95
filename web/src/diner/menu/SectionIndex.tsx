import { translated } from "@tureen/shared/menu/menu";
import { numberFormat } from "@tureen/shared/platform/intl";
import { For } from "solid-js";
import { menuLanguage } from "../../menu/menu-language.ts";
import { locale } from "../../platform/i18n/locale.ts";
import { Sheet } from "../../platform/ui/Sheet.tsx";
import { dinerMessages } from "../messages/messages.ts";
import type { VisibleCategory } from "./filter.ts";
import styles from "./SectionIndex.module.css";

/** All sections of a long menu at once, each with how many dishes it has. */
export function SectionIndex(props: {
  readonly entries: readonly VisibleCategory[];
  readonly current: string | undefined;
  readonly onGoTo: (categoryId: string) => void;
  readonly onClose: () => void;
}) {
  const { t } = dinerMessages;
  return (
    <Sheet open onClose={props.onClose} title={t("allSections")}>
      <ul class={styles.list}>
        <For each={props.entries}>
          {({ category, items }) => (
            <li>
              <button
                type="button"
                class={styles.section}
                aria-current={props.current === category.id ? "true" : undefined}
                onClick={() => props.onGoTo(category.id)}
              >
                <span dir="auto">{translated(category, menuLanguage())}</span>
                <span class={styles.count}>{numberFormat(locale()).format(items.length)}</span>
              </button>
            </li>
          )}
        </For>
      </ul>
    </Sheet>
  );
}
