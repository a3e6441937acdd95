import { createMemo, For, Index, Show, untrack } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { SelectField } from "../../platform/ui/SelectField.tsx";
import { languageName } from "../language-name.ts";
import styles from "./ColumnMapping.module.css";
import { FIELDS, fieldText } from "./field-text.ts";
import { exchangeMessages } from "./messages/messages.ts";
import type { MenuImport, Preview } from "./model/create-import.ts";

type Column = NonNullable<Preview["columns"]>[number];

/** Languages in which a column may translate names, besides those that the table has already. */
const LANGUAGES = ["en", "de", "fr", "es", "it", "tr", "ar", "ja", "zh"] as const;
const NOTHING = "-";

/** The columns of a table and what each is: recognised, or said by hand with its first values beside it. */
export function ColumnMapping(props: {
  readonly menu: MenuImport;
  readonly columns: readonly Column[];
  /** The menu's own language. */
  readonly locale: string;
}) {
  const { t } = exchangeMessages;
  const unknown = () => props.columns.filter(({ field }) => field === null).length;
  const hasName = () => props.columns.some(({ field }) => field === "name");
  const title = () => {
    if (!hasName()) return t("noNameColumn");
    return unknown() > 0 ? t("columnsUnknown", { count: unknown() }) : t("columns");
  };
  const translated = createMemo(() => {
    const own = props.columns.flatMap(({ field }) => field?.split(":")[1] ?? []);
    return [...new Set([...own, ...LANGUAGES])].filter((each) => each !== props.locale);
  });
  const options = () => [
    { value: NOTHING, label: t("field.nothing") },
    ...FIELDS.map((field) => ({ value: field as string, label: fieldText(field) })),
    ...(["name", "description"] as const).flatMap((field) =>
      translated().map((language) => ({
        value: `${field}:${language}`,
        label: t("field.translated", {
          field: fieldText(field),
          language: languageName(language, locale()),
        }),
      })),
    ),
  ];
  const offered = (field: string | null) => {
    if (field === null) return [{ value: "", label: t("field.unknown") }, ...options()];
    if (options().some(({ value }) => value === field)) return options();
    return [...options(), { value: field, label: field }];
  };
  // Open where something is to be decided; then it stays as its reader leaves it.
  const isOpen = untrack(() => unknown() > 0 || !hasName());
  return (
    <Show when={props.columns.length > 0}>
      <details class={styles.part} open={isOpen}>
        <summary class={styles.summary}>
          <Show when={!hasName() || unknown() > 0}>
            <Icon name="alert" size={20} />
          </Show>
          {title()}
        </summary>
        <ul class={styles.list}>
          {/* By place: who chooses with the keys keeps the field while the file is read again. */}
          <Index each={props.columns}>
            {(column) => (
              <li
                class={styles.column}
                classList={{ [styles.open ?? ""]: column().field === null }}
              >
                <SelectField
                  label={column().title}
                  value={column().field ?? ""}
                  options={offered(column().field)}
                  onChange={(field) => {
                    if (field === "") return;
                    const { columns } = props.menu.answers();
                    void props.menu.answer({ columns: { ...columns, [column().title]: field } });
                  }}
                />
                <p class={styles.samples}>
                  <For each={column().samples} fallback={t("noSamples")}>
                    {(sample) => <bdi class={styles.sample}>{sample}</bdi>}
                  </For>
                </p>
              </li>
            )}
          </Index>
        </ul>
      </details>
    </Show>
  );
}
