import { A } from "@solidjs/router";
import { Show } from "solid-js";
import { Badge } from "../../platform/ui/Badge.tsx";
import { tableName } from "../../staff/words.ts";
import { replayMessages } from "../messages/messages.ts";
import { dateText, lastedText, minuteText } from "../words.ts";
import type { ListedSession } from "./listed-session.ts";
import styles from "./SessionList.module.css";

/** One session; on a phone each number carries its heading with it. */
export function SessionRow(props: { readonly session: ListedSession }) {
  const { t } = replayMessages;
  const session = () => props.session;
  const when = () => `${dateText(session().openedAt)}, ${minuteText(session().openedAt)}`;
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
        <Show when={session().kept} fallback={<span class={styles.plain}>{when()}</span>}>
          <A class={styles.link} href={`/replay/${session().sessionId}`}>
            {when()}
          </A>
        </Show>
        <Show when={session().endedAt}>
          {(endedAt) => (
            <span class={styles.lasted}>{lastedText(endedAt() - session().openedAt)}</span>
          )}
        </Show>
      </td>
      <td class={styles.place}>
        <bdi>{tableName(session().table)}</bdi>
      </td>
      {number("guests", session().diners)}
      {number("edits", session().edits)}
      {number("confirms", session().confirms)}
      {number("orders", session().orders)}
      {number("rejections", session().rejections)}
      <td class={styles.state}>
        <Show when={session().kept} fallback={<Badge icon="clock">{t("list.gone")}</Badge>}>
          <Badge tone={session().status === "active" ? "good" : "neutral"}>
            {t(`state.${session().status}`)}
          </Badge>
        </Show>
      </td>
    </tr>
  );
}
