import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import { createMemo, createSignal, For, Show } from "solid-js";
import { Button } from "../../../platform/ui/Button.tsx";
import { Checkbox } from "../../../platform/ui/Checkbox.tsx";
import { Icon } from "../../../platform/ui/Icon.tsx";
import { Sheet } from "../../../platform/ui/Sheet.tsx";
import { toast } from "../../../platform/ui/toasts.ts";
import { editorMessages } from "../messages/messages.ts";
import type { DraftSession } from "../model/create-draft.ts";
import { copyTimes, hasTimesOf } from "./copy-times.ts";
import { timingMessages } from "./messages/messages.ts";
import styles from "./OtherDishesSheet.module.css";

/** Which other dishes get the times and prices of one: any of the menu, or all of a section. */
export function OtherDishesSheet(props: {
  readonly session: DraftSession;
  readonly dish: DraftDish;
  /** The section that the dish is in, which is open at first. */
  readonly section: DraftSection;
  readonly onClose: () => void;
}) {
  const { t } = timingMessages;
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set());
  const sections = createMemo(() =>
    props.session.draft.categories.flatMap((section) => {
      const others = section.items.filter(({ id }) => id !== props.dish.id);
      return others.length > 0 ? [{ section, others }] : [];
    }),
  );
  const dishes = createMemo(() =>
    sections().flatMap(({ others }) => others.filter(({ id }) => chosen().has(id))),
  );
  const changed = () => dishes().filter((dish) => !hasTimesOf(dish, props.dish)).length;
  const isWhole = (others: readonly DraftDish[]) => others.every(({ id }) => chosen().has(id));

  function choose(others: readonly DraftDish[], wanted: boolean): void {
    const next = new Set(chosen());
    for (const { id } of others) {
      if (wanted) next.add(id);
      else next.delete(id);
    }
    setChosen(next);
  }

  function give(): void {
    const count = changed();
    if (count === 0 || !props.session.make(copyTimes(props.dish, dishes()))) return;
    props.onClose();
    toast(t("othersDone", { count }), {
      tone: "good",
      icon: "check",
      action: { label: editorMessages.t("undo"), run: () => props.session.undo() },
    });
  }

  return (
    <Sheet
      open
      height="full"
      title={t("toOthers")}
      onClose={() => props.onClose()}
      footer={
        <Button variant="primary" size="l" wide disabled={changed() === 0} onClick={give}>
          {t("giveTo", { count: changed() })}
        </Button>
      }
    >
      <p role="status">
        <Show when={dishes().length > 0 && changed() === 0}>{t("othersSame")}</Show>
      </p>
      <For each={sections()}>
        {({ section, others }) => (
          <details class={styles.section} open={section.id === props.section.id}>
            <summary class={styles.name}>
              <Icon name="chevronDown" size={20} />
              <bdi>{section.name}</bdi>
            </summary>
            <Checkbox checked={isWhole(others)} onChange={(wanted) => choose(others, wanted)}>
              <strong>{t("allOf", { section: section.name })}</strong>
            </Checkbox>
            <For each={others}>
              {(dish) => (
                <Checkbox
                  checked={chosen().has(dish.id)}
                  onChange={(wanted) => choose([dish], wanted)}
                >
                  <bdi>{dish.name}</bdi>
                </Checkbox>
              )}
            </For>
          </details>
        )}
      </For>
    </Sheet>
  );
}
