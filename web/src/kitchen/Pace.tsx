import type { Answer } from "@tureen/shared/endpoints";
import { createResource, Show } from "solid-js";
import { call } from "../platform/live/api.ts";
import { tableName } from "../staff/words.ts";
import { stopwatch } from "./age.ts";
import { kitchenMessages } from "./messages/messages.ts";
import styles from "./Pace.module.css";

/** How long orders took today, from confirmed to served: on average, and the slowest. */
export function Pace(props: { readonly endedBy: (error: unknown) => boolean }) {
  const { t } = kitchenMessages;
  const [pace] = createResource(async (): Promise<Answer<"readPace"> | undefined> => {
    try {
      return await call("readPace", {});
    } catch (error) {
      // Without it, as from an older server, the drawer is what it was.
      props.endedBy(error);
      return undefined;
    }
  });
  return (
    <Show when={pace()?.slowest && pace()}>
      {(known) => (
        <dl class={styles.pace}>
          <div class={styles.one}>
            <dt>{t("dayServed")}</dt>
            <dd class={styles.value}>{known().served}</dd>
          </div>
          <div class={styles.one}>
            <dt>{t("dayAverage")}</dt>
            <dd class={styles.value} dir="ltr">
              {stopwatch(known().averageMs ?? 0)}
            </dd>
          </div>
          <Show when={known().slowest}>
            {(slowest) => (
              <div class={styles.one}>
                <dt>{t("daySlowest")}</dt>
                <dd>
                  <span class={styles.value} dir="ltr">
                    {stopwatch(slowest().tookMs)}
                  </span>{" "}
                  <bdi>{tableName(slowest().table)}</bdi> <bdi dir="ltr">#{slowest().number}</bdi>
                </dd>
              </div>
            )}
          </Show>
        </dl>
      )}
    </Show>
  );
}
