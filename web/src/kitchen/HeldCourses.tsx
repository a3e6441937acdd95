import type { Ticket } from "@tureen/shared/kitchen/endpoints";
import { For } from "solid-js";
import { tableName } from "../staff/words.ts";
import { BigButton } from "./BigButton.tsx";
import { heldCourses } from "./courses.ts";
import styles from "./HeldCourses.module.css";
import { lineName } from "./line-name.ts";
import { kitchenMessages } from "./messages/messages.ts";
import { wantedPortions } from "./wanted.ts";

/** The courses of a ticket that wait, in a low voice, each with the button that fires it. */
export function HeldCourses(props: {
  readonly ticket: Ticket;
  /** Fires the course for the whole table. */
  readonly onFire: (course: number) => void;
}) {
  const { t } = kitchenMessages;
  return (
    <For each={heldCourses(props.ticket)}>
      {(course) => (
        <section class={styles.held} data-held={course.number}>
          <h3 class={styles.title}>{t("held", { course: course.name })}</h3>
          <ul class={styles.lines}>
            <For each={course.lines}>
              {(line) => (
                <li>
                  {wantedPortions(line)}× <bdi>{lineName(line)}</bdi>
                </li>
              )}
            </For>
          </ul>
          <BigButton
            icon="flame"
            aria-label={t("fireLabel", {
              course: course.name,
              table: tableName(props.ticket.table),
            })}
            onClick={() => props.onFire(course.number)}
          >
            {t("fire", { course: course.name })}
          </BigButton>
        </section>
      )}
    </For>
  );
}
