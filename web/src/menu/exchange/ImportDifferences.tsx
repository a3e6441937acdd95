import { createMemo, For, Show } from "solid-js";
import { Differences } from "../editor/Differences.tsx";
import type { Difference } from "../editor/words.ts";
import styles from "./ImportDifferences.module.css";
import { exchangeMessages } from "./messages/messages.ts";
import type { Preview } from "./model/create-import.ts";

/** What goes is looked at first: a file that lacks a page would take it off the menu. */
const KINDS = ["removed", "added", "moved", "changed"] as const;

/** What the draft would become, by kind of change, and what of the file was recognised. */
export function ImportDifferences(props: {
  readonly list: readonly Difference[];
  readonly recognised: NonNullable<Preview["changes"]>["recognised"] | undefined;
}) {
  const { t } = exchangeMessages;
  const groups = createMemo(() =>
    KINDS.flatMap((kind) => {
      const list = props.list.filter((each) => each.kind === kind);
      return list.length > 0 ? [{ kind, list }] : [];
    }),
  );
  const known = () => {
    const { id = 0, code = 0, name = 0 } = props.recognised ?? {};
    return id + code + name;
  };
  return (
    <section class={styles.part} aria-label={t("changes")}>
      <h3 class={styles.heading}>{t("changes")}</h3>
      <p>{t("recognised", { count: known() })}</p>
      <Show when={props.list.length > 0} fallback={<p class={styles.none}>{t("noChanges")}</p>}>
        <For each={groups()}>
          {(group) => (
            <details
              class={styles.group}
              open={group.kind === "removed" || group.list.length <= 12}
            >
              <summary class={styles.summary}>
                {t(`group.${group.kind}`, { count: group.list.length })}
              </summary>
              <Differences list={group.list} none="" />
            </details>
          )}
        </For>
      </Show>
    </section>
  );
}
