import { MAX_COURSE_NAME } from "@tureen/shared/menu/courses";
import { MAX_COURSE } from "@tureen/shared/menu/kitchen-facts";
import type { MenuCourse } from "@tureen/shared/menu/menu";
import { createSignal, Index, Show } from "solid-js";
import { locale } from "../../platform/i18n/locale.ts";
import { call, codeOf } from "../../platform/live/api.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Field } from "../../platform/ui/Field.tsx";
import { SelectField } from "../../platform/ui/SelectField.tsx";
import { toast } from "../../platform/ui/toasts.ts";
import { SettingsHead } from "../../staff/SettingsHead.tsx";
import settings from "../../staff/SettingsList.module.css";
import { createReading } from "../../staff/team/create-reading.ts";
import { ReadingView } from "../../staff/team/ReadingView.tsx";
import { languageName, OFFERED_LANGUAGES } from "../language-name.ts";
import styles from "./CoursesPage.module.css";
import { courseMessages } from "./messages/messages.ts";

/** The courses of a meal, for managers: what comes first, what waits, and what it is called. */
export function CoursesPage(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = courseMessages;
  const [courses, setCourses] = createSignal<readonly MenuCourse[]>([]);
  const [language, setLanguage] = createSignal("");
  const [busy, setBusy] = createSignal(false);
  const [wrong, setWrong] = createSignal(false);
  const reading = createReading(
    async () => {
      setCourses((await call("readCourses", {})).courses);
      return true;
    },
    (error) => props.endedBy(error),
  );
  const isNameless = ({ name }: MenuCourse) => name.trim() === "";

  function change(at: number, part: Partial<MenuCourse>): void {
    setCourses((all) => all.map((course, i) => (i === at ? { ...course, ...part } : course)));
  }

  function translate({ translations = {} }: MenuCourse, at: number, text: string): void {
    const { [language()]: _, ...others } = translations;
    change(at, { translations: text ? { ...others, [language()]: text } : others });
  }

  async function save(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setWrong(courses().some(isNameless));
    if (wrong() || busy()) return;
    setBusy(true);
    try {
      const body = { courses: courses().map(written) };
      setCourses((await call("setCourses", { body })).courses);
      toast(t("saved"), { tone: "good", icon: "check" });
    } catch (error) {
      if (!props.endedBy(error))
        toast(errorSentence(codeOf(error)), { tone: "bad", icon: "alert" });
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class={settings.page}>
      <SettingsHead back={t("back")} title={t("title")} lead={t("lead")} />
      <ReadingView reading={reading}>
        {() => (
          <form class={settings.page} onSubmit={(event) => void save(event)}>
            <Show when={courses().length > 0} fallback={<p class={settings.empty}>{t("empty")}</p>}>
              <SelectField
                label={t("language")}
                value={language()}
                options={[
                  { value: "", label: t("chooseLanguage") },
                  ...OFFERED_LANGUAGES.map((tag) => ({
                    value: tag,
                    label: languageName(tag, locale()),
                  })),
                ]}
                onChange={setLanguage}
              />
            </Show>
            {/* By place: a course that is renamed keeps its field. */}
            <Index each={courses()}>
              {(course, at) => (
                <div class={styles.course}>
                  <Field
                    label={t("name", { number: String(at + 1) })}
                    dir="auto"
                    maxLength={MAX_COURSE_NAME}
                    autocomplete="off"
                    value={course().name}
                    error={wrong() && isNameless(course()) ? t("nameless") : undefined}
                    onInput={(event) => change(at, { name: event.currentTarget.value })}
                  />
                  <Show when={language()} keyed>
                    {(tag) => (
                      <Field
                        label={t("translation", {
                          number: String(at + 1),
                          language: languageName(tag, locale()),
                        })}
                        lang={tag}
                        dir="auto"
                        maxLength={MAX_COURSE_NAME}
                        autocomplete="off"
                        value={course().translations?.[tag] ?? ""}
                        onInput={(event) =>
                          translate(course(), at, event.currentTarget.value.trim())
                        }
                      />
                    )}
                  </Show>
                </div>
              )}
            </Index>
            <div class={settings.buttons}>
              <Show when={courses().length < MAX_COURSE}>
                <Button icon="plus" onClick={() => setCourses((all) => [...all, { name: "" }])}>
                  {t("add")}
                </Button>
              </Show>
              <Show when={courses().length > 0}>
                <Button icon="trash" onClick={() => setCourses((all) => all.slice(0, -1))}>
                  {t("removeLast")}
                </Button>
              </Show>
              <Button type="submit" variant="primary" busy={busy()}>
                {t("save")}
              </Button>
            </div>
          </form>
        )}
      </ReadingView>
    </div>
  );
}

/** A course as it is sent: without translations where there are none. */
function written({ name, translations = {} }: MenuCourse): MenuCourse {
  return Object.keys(translations).length > 0
    ? { name: name.trim(), translations }
    : { name: name.trim() };
}
