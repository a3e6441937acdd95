import { createSignal, For, Show } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { Icon, type IconName } from "../../platform/ui/Icon.tsx";
import styles from "./Differences.module.css";
import { editorMessages } from "./messages/messages.ts";
import type { Difference } from "./words.ts";

const ICONS = {
  added: "plus",
  removed: "trash",
  moved: "grip",
  changed: "pencil",
} as const satisfies Record<Difference["kind"], IconName>;

/** Differences that are shown before somebody asks for all. */
const FIRST = 40;

/** What is different, one line each. */
export function Differences(props: {
  readonly list: readonly Difference[];
  /** What to say when nothing is. */
  readonly none: string;
  readonly onDish?: (id: string) => void;
}) {
  const { t } = editorMessages;
  const [all, setAll] = createSignal(false);
  const shown = () => (all() ? props.list : props.list.slice(0, FIRST));
  return (
    <>
      <ul class={styles.list}>
        <For each={shown()} fallback={<li class={styles.none}>{props.none}</li>}>
          {(difference) => (
            <li class={styles.row}>
              <Icon name={ICONS[difference.kind]} size={18} />
              <div class={styles.text}>
                <Show
                  when={props.onDish && difference.dish}
                  fallback={<bdi class={styles.about}>{difference.about}</bdi>}
                >
                  {(id) => (
                    <button type="button" class={styles.about} onClick={() => props.onDish?.(id())}>
                      <bdi>{difference.about}</bdi>
                    </button>
                  )}
                </Show>
                <span dir="auto">{difference.text}</span>
              </div>
            </li>
          )}
        </For>
      </ul>
      <Show when={!all() && props.list.length > FIRST}>
        <Button onClick={() => setAll(true)}>
          {t("andMore", { count: props.list.length - FIRST })}
        </Button>
      </Show>
    </>
  );
}
