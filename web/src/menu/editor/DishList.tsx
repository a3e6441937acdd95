import type { DraftDish, DraftSection } from "@tureen/shared/menu/draft/draft";
import { createSignal, For, Show } from "solid-js";
import { Badge } from "../../platform/ui/Badge.tsx";
import { IconButton } from "../../platform/ui/IconButton.tsx";
import { AddField } from "./AddField.tsx";
import styles from "./DishList.module.css";
import { MoveHandle } from "./MoveHandle.tsx";
import { editorMessages } from "./messages/messages.ts";
import type { DraftSession } from "./model/create-draft.ts";
import { addThing, moveThing, newDish, nudgeThing, setField } from "./model/write.ts";
import { PriceInput } from "./PriceInput.tsx";
import { createReorder } from "./reorder.ts";

/** Dishes in their order, with prices to be typed in place. */
export function DishList(props: {
  readonly session: DraftSession;
  readonly section: DraftSection;
  readonly dishes: readonly DraftDish[];
  readonly currency: string;
  readonly heading: string;
  readonly onOpen: (dish: DraftDish) => void;
  readonly onEditSection?: () => void;
  /** Whether these are all dishes of the section: only then have they an order to change. */
  readonly whole?: boolean;
}) {
  const { t } = editorMessages;
  const [list, setList] = createSignal<HTMLElement>();
  const find = (id: string | null) => props.section.items.find((dish) => dish.id === id);
  const reorder = createReorder({
    list,
    onMove(id, before) {
      const dish = find(id);
      if (dish) props.session.make([moveThing(dish, props.section.id, find(before) ?? null)]);
    },
    onNudge(id, step) {
      const dish = find(id);
      const edit = dish && nudgeThing(dish, props.section.id, props.section.items, step);
      if (edit) props.session.make([edit]);
    },
  });

  return (
    <section class={styles.dishes} aria-label={props.heading}>
      <div class={styles.head}>
        <h2 class={styles.heading}>
          <bdi>{props.heading}</bdi>
        </h2>
        <Show when={props.section.hidden}>
          <Badge tone="warn">{t("hidden")}</Badge>
        </Show>
        <Show when={props.onEditSection}>
          {(edit) => (
            <IconButton
              icon="pencil"
              label={t("editSection", { name: props.heading })}
              onClick={() => edit()()}
            />
          )}
        </Show>
      </div>
      <ul ref={setList} class={styles.list}>
        <For each={props.dishes} fallback={<li class={styles.none}>{t("noDishes")}</li>}>
          {(dish) => (
            <li
              data-row={dish.id}
              class={styles.row}
              classList={{
                [styles.target ?? ""]: reorder.target() === dish.id,
                [styles.dragged ?? ""]: reorder.dragged() === dish.id,
                [styles.dim ?? ""]: dish.hidden === true,
              }}
            >
              <Show when={props.whole}>
                <MoveHandle reorder={reorder} thing={dish} />
              </Show>
              <button type="button" class={styles.dish} onClick={() => props.onOpen(dish)}>
                <span class={styles.name}>
                  <Show when={dish.code}>
                    <span class={styles.code}>{dish.code}</span>
                  </Show>
                  <bdi>{dish.name}</bdi>
                </span>
                <span class={styles.marks}>
                  <Show when={dish.hidden}>
                    <Badge tone="warn">{t("hidden")}</Badge>
                  </Show>
                  <Show when={dish.notice}>
                    <Badge>{t("notice")}</Badge>
                  </Show>
                  <Show when={dish.price === undefined}>
                    <Badge tone="warn">{t("noPrice")}</Badge>
                  </Show>
                  <Show when={dish.options.length > 0}>
                    <span class={styles.options}>
                      {t("optionCount", { count: dish.options.length })}
                    </span>
                  </Show>
                </span>
              </button>
              <PriceInput
                label={t("priceOf", { name: dish.name })}
                value={dish.price}
                currency={props.currency}
                placeholder={t("none")}
                onCommit={(price) => props.session.make([setField(dish, "price", price)])}
              />
            </li>
          )}
        </For>
        <li class={styles.end} classList={{ [styles.target ?? ""]: reorder.target() === "" }} />
      </ul>
      <Show when={props.whole}>
        <AddField
          label={t("addDish")}
          onAdd={(name) => props.session.make([addThing("item", props.section.id, newDish(name))])}
        />
      </Show>
    </section>
  );
}
