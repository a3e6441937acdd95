import { A } from "@solidjs/router";
import { isSameLanguage, matchLocale } from "@tureen/shared/platform/i18n/locales";
import { createMemo, createResource, createSignal, Show } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { SelectField } from "../../platform/ui/SelectField.tsx";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { exchangeMessages } from "../exchange/messages/messages.ts";
import { languageName } from "../language-name.ts";
import { timesIn } from "../times-messages.ts";
import { PaperMenu } from "./PaperMenu.tsx";
import styles from "./PrintMenuPage.module.css";

/** The menu that guests see, laid out for paper in a guest's language; the browser prints it, or saves it as PDF. */
export function PrintMenuPage(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = exchangeMessages;
  const [wanted, setWanted] = createSignal<string>();
  const [descriptions, setDescriptions] = createSignal(true);
  const [columns, setColumns] = createSignal(false);
  const [hours, setHours] = createSignal(true);
  const [answer] = createResource(async () => {
    try {
      return await call("readStaffMenu", {});
    } catch (error) {
      props.endedBy(error);
      throw error;
    }
  });
  const read = () => (answer.state === "ready" ? answer().menu : undefined);
  /** Where it is always open, there is nothing to say. */
  const open = () => (answer.state === "ready" ? answer().service?.hours : undefined) ?? undefined;
  const languages = createMemo(() => {
    const found = read();
    if (!found) return [];
    const spoken = found.categories.flatMap((section) =>
      [section, ...section.items].flatMap(({ translations = {} }) => Object.keys(translations)),
    );
    return [...new Set([found.locale, ...spoken])];
  });
  const language = () => wanted() ?? read()?.locale ?? "en";
  // The words on the paper are the guest's, not the manager's.
  const [words] = createResource(
    () => ({ spoken: matchLocale([language()]), tag: language() }),
    async ({ spoken, tag }) => ({
      ui: await uiMessages.speak(spoken),
      own: await exchangeMessages.speak(spoken),
      times: await timesIn(spoken, isSameLanguage(spoken, tag) ? tag : spoken),
    }),
  );

  return (
    <div>
      <div class={styles.tools}>
        <A href="/staff/menu/write">{t("print.back")}</A>
        <h2>{t("print.title")}</h2>
        <Show when={read()}>
          <div class={styles.choices}>
            <SelectField
              label={t("print.language")}
              value={language()}
              options={languages().map((tag) => ({
                value: tag,
                label: languageName(tag, locale()),
              }))}
              onChange={setWanted}
            />
            <Checkbox checked={descriptions()} onChange={setDescriptions}>
              {t("print.descriptions")}
            </Checkbox>
            <Checkbox checked={columns()} onChange={setColumns}>
              {t("print.columns")}
            </Checkbox>
            <Show when={open()}>
              <Checkbox checked={hours()} onChange={setHours}>
                {t("print.hours")}
              </Checkbox>
            </Show>
            <Button icon="print" variant="primary" size="l" onClick={() => globalThis.print?.()}>
              {t("print")}
            </Button>
          </div>
        </Show>
      </div>
      <Show
        when={words() && read()}
        fallback={
          <Show when={answer.error} fallback={<Skeleton lines={12} />}>
            {(error) => <p role="alert">{errorSentence(codeOf(error()))}</p>}
          </Show>
        }
      >
        {(found) => (
          <Show when={words()}>
            {(spoken) => (
              <PaperMenu
                menu={found()}
                language={language()}
                words={spoken()}
                descriptions={descriptions()}
                columns={columns()}
                hours={hours() ? open() : undefined}
              />
            )}
          </Show>
        )}
      </Show>
    </div>
  );
}
