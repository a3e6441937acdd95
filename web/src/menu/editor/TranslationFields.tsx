import type { DraftDish, DraftThing } from "@tureen/shared/menu/draft/draft";
import { createMemo, createSignal, For, Show } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { Field } from "../../platform/ui/Field.tsx";
import { SelectField } from "../../platform/ui/SelectField.tsx";
import { languageName, OFFERED_LANGUAGES } from "../language-name.ts";
import styles from "./DishSheet.module.css";
import { LongText } from "./LongText.tsx";
import { editorMessages } from "./messages/messages.ts";
import type { DraftSession } from "./model/create-draft.ts";
import { setField } from "./model/write.ts";

/** Names in other languages, one language at a time. */
export function TranslationFields(props: {
  readonly session: DraftSession;
  /** The menu's own language. */
  readonly locale: string;
  /** What has a name, with how its writer knows it. */
  readonly things: readonly { readonly part: string; readonly thing: DraftThing }[];
  /** The dish whose description is translated too. */
  readonly description?: DraftDish;
}) {
  const { t } = editorMessages;
  const [chosen, setChosen] = createSignal<string>();
  /** Languages that this menu speaks. */
  const spoken = createMemo(() => {
    const all = new Set<string>();
    for (const section of props.session.draft.categories) {
      for (const thing of [section, ...section.items]) {
        for (const language of Object.keys(thing.translations ?? {})) all.add(language);
      }
    }
    return [...all].sort();
  });
  const offered = () =>
    [...new Set([...spoken(), ...OFFERED_LANGUAGES])].filter(
      (language) => language !== props.locale,
    );
  const language = () => chosen() ?? spoken()[0] ?? "";

  /** The same translations with one language set to what was typed. */
  function changed(all: Readonly<Record<string, string>> | undefined, text: string) {
    const { [language()]: _, ...others } = all ?? {};
    return text ? { ...others, [language()]: text } : others;
  }

  return (
    <section class={styles.group} aria-label={t("translations")}>
      <h3 class={styles.legend}>{t("translations")}</h3>
      <SelectField
        label={t("language")}
        value={language()}
        options={[
          { value: "", label: t("chooseLanguage") },
          ...offered().map((tag) => ({ value: tag, label: languageName(tag, locale()) })),
        ]}
        onChange={setChosen}
      />
      <Show when={language()} keyed>
        {(tag) => (
          <>
            <For each={props.things}>
              {({ part, thing }) => (
                <Field
                  label={part}
                  lang={tag}
                  dir="auto"
                  maxLength={200}
                  autocomplete="off"
                  value={thing.translations?.[tag] ?? ""}
                  onChange={(event) => {
                    const text = event.currentTarget.value.trim();
                    props.session.make([
                      setField(thing, "translations", changed(thing.translations, text)),
                    ]);
                  }}
                />
              )}
            </For>
            <Show when={props.description}>
              {(dish) => (
                <LongText
                  label={t("description")}
                  value={dish().descriptionTranslations?.[tag] ?? ""}
                  onCommit={(text) =>
                    props.session.make([
                      setField(
                        dish(),
                        "descriptionTranslations",
                        changed(dish().descriptionTranslations, text),
                      ),
                    ])
                  }
                />
              )}
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}
