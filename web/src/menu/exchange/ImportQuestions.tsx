import { For, Show } from "solid-js";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import styles from "./ImportQuestions.module.css";
import { exchangeMessages } from "./messages/messages.ts";
import type { MenuImport, Preview } from "./model/create-import.ts";
import { placeText } from "./note-words.ts";

/** Places that are named under a question. */
const NAMED = 3;

/** What has to be decided before a file can be read right: which sheets, and what its rows mean. */
export function ImportQuestions(props: { readonly menu: MenuImport; readonly preview: Preview }) {
  const { t } = exchangeMessages;
  const answers = () => props.menu.answers();
  const sheets = () => {
    const source = props.menu.source();
    return source && "sheets" in source && source.sheets.length > 1 ? source.sheets : [];
  };
  const asked = (ask: "sizes" | "headings") =>
    props.preview.notes.filter((note) => note.ask === ask);
  const asksSizes = () => asked("sizes").length > 0 || answers().sizes;
  const asksHeadings = () => asked("headings").length > 0 || answers().headings !== undefined;
  const chosen = (name: string) => answers().sheets.includes(name);

  function toggle(name: string, wanted: boolean): void {
    const names = sheets().map((sheet) => sheet.name);
    const now = names.filter((each) => (each === name ? wanted : chosen(each)));
    if (now.length > 0) void props.menu.answer({ sheets: now });
  }

  return (
    <Show when={sheets().length > 0 || asksSizes() || asksHeadings()}>
      <section class={styles.part} aria-label={t("questions")}>
        <h3 class={styles.heading}>{t("questions")}</h3>
        <Show when={sheets().length > 0}>
          <fieldset class={styles.group}>
            <legend class={styles.legend}>{t("whichSheets")}</legend>
            <p class={styles.hint}>{t("sheetsHint")}</p>
            <For each={sheets()}>
              {(sheet) => (
                <Checkbox
                  checked={chosen(sheet.name)}
                  onChange={(wanted) => toggle(sheet.name, wanted)}
                >
                  <bdi>{sheet.name}</bdi>
                </Checkbox>
              )}
            </For>
          </fieldset>
        </Show>
        <Show when={asksSizes()}>
          <Checkbox
            checked={answers().sizes}
            onChange={(sizes) => void props.menu.answer({ sizes })}
          >
            {t("areSizes")}
            <Places notes={asked("sizes")} />
          </Checkbox>
        </Show>
        <Show when={asksHeadings()}>
          <Checkbox
            checked={answers().headings === true}
            onChange={(headings) => void props.menu.answer({ headings })}
          >
            {t("areHeadings")}
            <Places notes={asked("headings")} />
          </Checkbox>
        </Show>
      </section>
    </Show>
  );
}

/** What a question is about, in the file's own words. */
function Places(props: { readonly notes: Preview["notes"] }) {
  const { t } = exchangeMessages;
  const quoted = ({ params, message }: Preview["notes"][number]) =>
    params?.text ?? /"(.*?)"/.exec(message)?.[1] ?? "";
  return (
    <Show when={props.notes.length > 0}>
      <span class={styles.places}>
        <For each={props.notes.slice(0, NAMED)}>
          {(note) => (
            <bdi>
              {placeText(note)}: {quoted(note)}
            </bdi>
          )}
        </For>
        <Show when={props.notes.length > NAMED}>
          <span>{t("more", { count: props.notes.length - NAMED })}</span>
        </Show>
      </span>
    </Show>
  );
}
