import { type MenuCategory, translated } from "@tureen/shared/menu/menu";
import { createEffect, createSignal, For, Show } from "solid-js";
import { menuLanguage } from "../../menu/menu-language.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { IconButton } from "../../platform/ui/IconButton.tsx";
import { createLayer } from "../../platform/ui/layers.ts";
import { dinerMessages } from "../messages/messages.ts";
import { sectionId } from "./CategoryList.tsx";
import styles from "./MenuBar.module.css";

/** With so many sections, a bar shows too few of them at once to find one by it. */
const MANY_SECTIONS = 8;

/** Stays at the top: categories to jump to, search, and the allergen filter. */
export function MenuBar(props: {
  readonly categories: readonly MenuCategory[];
  readonly current: string | undefined;
  readonly onGoTo: (categoryId: string) => void;
  /** Wants all sections at once. */
  readonly onIndex: () => void;
  readonly query: string;
  /** The reader is about to type. */
  readonly onSearch: () => void;
  readonly onQuery: (query: string) => void;
  readonly filterCount: number;
  readonly canFilter: boolean;
  readonly onFilter: () => void;
}) {
  const { t } = dinerMessages;
  const [searching, setSearching] = createSignal(props.query !== "");
  let list: HTMLUListElement | undefined;

  // The bar follows the reader: the current category is brought into its view, sideways only.
  createEffect(() => {
    const id = props.current;
    const link = id && list?.querySelector<HTMLElement>(`[data-category="${CSS.escape(id)}"]`);
    if (!link || !list) return;
    const rest = link.offsetLeft - (list.clientWidth - link.offsetWidth) / 2;
    list.scrollTo({ left: rest, behavior: "smooth" });
  });

  createLayer(searching, stopSearching);

  function startSearching() {
    setSearching(true);
    props.onSearch();
  }

  function stopSearching() {
    props.onQuery("");
    setSearching(false);
  }

  return (
    <div class={styles.bar}>
      <Show
        when={searching()}
        fallback={
          <>
            <Show when={props.categories.length >= MANY_SECTIONS}>
              <div class={styles.index}>
                <IconButton icon="menu" label={t("allSections")} onClick={props.onIndex} />
              </div>
            </Show>
            <nav class={styles.categories} aria-label={t("categories")}>
              <ul
                class={styles.list}
                ref={(element) => {
                  list = element;
                }}
              >
                <For each={props.categories}>
                  {(category) => (
                    <li>
                      <a
                        class={styles.category}
                        href={`#${sectionId(category.id)}`}
                        data-category={category.id}
                        aria-current={props.current === category.id ? "true" : undefined}
                        onClick={(event) => {
                          event.preventDefault();
                          props.onGoTo(category.id);
                        }}
                      >
                        {translated(category, menuLanguage())}
                      </a>
                    </li>
                  )}
                </For>
              </ul>
            </nav>
            <IconButton icon="search" label={t("search")} onClick={startSearching} />
          </>
        }
      >
        <search class={styles.search}>
          <Icon name="search" size={20} />
          <input
            class={styles.input}
            ref={(element) => queueMicrotask(() => element.focus())}
            type="search"
            enterkeyhint="search"
            aria-label={t("search")}
            placeholder={t("searchHint")}
            value={props.query}
            onInput={(event) => props.onQuery(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") stopSearching();
              if (event.key === "Enter") event.currentTarget.blur();
            }}
          />
          <IconButton icon="close" label={t("searchEnd")} onClick={stopSearching} />
        </search>
      </Show>
      <Show when={props.canFilter}>
        <div class={styles.filter}>
          <IconButton
            icon="filter"
            label={t("filterAllergens")}
            aria-pressed={props.filterCount > 0}
            onClick={props.onFilter}
          />
          <Show when={props.filterCount > 0}>
            <span class={styles.count} aria-hidden="true">
              {props.filterCount}
            </span>
          </Show>
        </div>
      </Show>
    </div>
  );
}
