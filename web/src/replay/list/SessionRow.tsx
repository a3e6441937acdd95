import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { Badge } from "../../platform/ui/Badge.tsx";
import { tableName } from "../../staff/words.ts";
import { replayMessages } from "../messages/messages.ts";
import { dateText, lastedText, minuteText } from "../words.ts";
import styles from "./SessionList.module.css";
import type { ListedEvening } from "./SessionList.tsx";

/** One evening; on a phone each number carries its heading with it. */
export function EveningRow(props: { readonly evening: ListedEvening }) {
  const { t } = replayMessages;
  const evening = () => props.evening;
  const when = () => `${dateText(evening().openedAt)}, ${minuteText(evening().openedAt)}`;
  const number = (column: "guests" | "edits" | "confirms" | "orders" | "rejections", n: number) => (
    <td
      class={styles.number}
      data-heading={t(`list.${column}`)}
      data-none={n === 0 ? "" : undefined}
    >
      {n}
    </td>
  );
  return (
    <tr>
      <td class={styles.when}>
        <Show when={evening().kept} fallback={<span class={styles.plain}>{when()}</span>}>
          <A class={styles.link} href={`/replay/${evening().sessionId}`}>
            {when()}
          </A>
        </Show>
        <Show when={evening().endedAt}>
          {(endedAt) => (
            <span class={styles.lasted}>{lastedText(endedAt() - evening().openedAt)}</span>
          )}
        </Show>
      </td>
      <td class={styles.place}>
        <bdi>{tableName(evening().table)}</bdi>
      </td>
      {number("guests", evening().diners)}
      {number("edits", evening().edits)}
      {number("confirms", evening().confirms)}
      {number("orders", evening().orders)}
      {number("rejections", evening().rejections)}
      <td class={styles.state}>
        <Show when={evening().kept} fallback={<Badge icon="clock">{t("list.gone")}</Badge>}>
          <Badge tone={evening().status === "active" ? "good" : "neutral"}>
            {t(`state.${evening().status}`)}
          </Badge>
        </Show>
      </td>
    </tr>
  );
}
