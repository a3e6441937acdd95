import type { DraftDish, DraftOption } from "@tureen/shared/menu/draft/draft";
import { For, Show } from "solid-js";
import { Chip } from "./Chip.tsx";
import styles from "./DishSheet.module.css";
import { editorMessages } from "./messages/messages.ts";

/** The choices of the groups before it with which a group is asked at all. */
export function OpenedByField(props: {
  readonly dish: DraftDish;
  readonly option: DraftOption;
  readonly onChange: (openedBy: readonly string[] | undefined) => void;
}) {
  const { t } = editorMessages;
  const before = () => {
    const at = props.dish.options.findIndex(({ id }) => id === props.option.id);
    return props.dish.options.slice(0, Math.max(0, at));
  };
  const openers = () => props.option.openedBy ?? [];
  /** Those that are gone, or come later now, go with the first change. */
  const kept = () => {
    const there = new Set(before().flatMap(({ values }) => values.map(({ id }) => id)));
    return openers().filter((id) => there.has(id));
  };
  function toggle(id: string): void {
    const next = kept().includes(id) ? kept().filter((each) => each !== id) : [...kept(), id];
    props.onChange(next.length > 0 ? next : undefined);
  }
  return (
    <Show when={before().length > 0 || openers().length > 0}>
      <fieldset class={styles.group}>
        <legend class={styles.legend}>{t("openedBy")}</legend>
        <p class={styles.hint}>{t("openedByHint")}</p>
        <div class={styles.chips}>
          <For each={before()}>
            {(option) => (
              <For each={option.values}>
                {(value) => (
                  <Chip
                    label={`${option.name}: ${value.name}`}
                    on={openers().includes(value.id)}
                    onToggle={() => toggle(value.id)}
                  />
                )}
              </For>
            )}
          </For>
          <Show when={openers().length > kept().length}>
            <Chip
              label={t("openedByGone")}
              on
              onToggle={() => props.onChange(noneIfEmpty(kept()))}
            />
          </Show>
        </div>
      </fieldset>
    </Show>
  );
}

function noneIfEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}
