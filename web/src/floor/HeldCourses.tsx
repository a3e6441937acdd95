import { createMemo, createSignal, For, Show } from "solid-js";
import { Button } from "../platform/ui/Button.tsx";
import { staffMessages } from "../staff/messages/messages.ts";
import type { FloorSession } from "./floor.ts";
import styles from "./HeldCourses.module.css";
import { type HeldCourse, heldCourses } from "./held-courses.ts";
import details from "./TableDetails.module.css";

/** The courses that a table waits for, each with the button that has the kitchen make it. */
export function HeldCourses(props: {
  readonly session: FloorSession;
  readonly onFire: (course: HeldCourse) => Promise<boolean>;
}) {
  const { t } = staffMessages;
  const courses = createMemo(() => heldCourses(props.session));
  const [busy, setBusy] = createSignal<number>();
  function fire(course: HeldCourse): void {
    setBusy(course.number);
    void props.onFire(course).finally(() => setBusy(undefined));
  }
  return (
    <Show when={courses().length > 0}>
      <section class={details.part}>
        <h3 class={details.title}>{t("courses")}</h3>
        <ul class={details.list}>
          <For each={courses()}>
            {(course) => (
              <li class={styles.course}>
                <div class={styles.words}>
                  <p class={styles.name}>
                    <bdi>{course.name}</bdi>
                  </p>
                  <p class={styles.dishes}>
                    <For each={course.lines}>
                      {(line, at) => (
                        <>
                          {at() > 0 && ", "}
                          <bdi>
                            {line.portions}× {line.dish}
                          </bdi>
                        </>
                      )}
                    </For>
                  </p>
                </div>
                <Button
                  variant="primary"
                  icon="flame"
                  busy={busy() === course.number}
                  onClick={() => fire(course)}
                >
                  {t("fireCourse", { course: course.name })}
                </Button>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
