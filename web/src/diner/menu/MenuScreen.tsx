import type { MenuItem } from "@tureen/shared/menu/menu";
import { createMemo, createSignal, type JSX, Show, Suspense } from "solid-js";
import { Button } from "../../platform/ui/Button.tsx";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { LanguageSwitcher } from "../../platform/ui/LanguageSwitcher.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { later } from "../model/later.ts";
import type { MenuStore } from "../model/menu-store.ts";
import { allergenNames } from "./allergen-name.ts";
import { CategoryList } from "./CategoryList.tsx";
import { visibleCategories } from "./filter.ts";
import { MenuBar } from "./MenuBar.tsx";
import styles from "./MenuScreen.module.css";

const AllergenFilter = later(() => import("./AllergenFilter.tsx").then((m) => m.AllergenFilter));

/** The restaurant's name and its menu, with search and filters. Without `onAdd` it is for reading. */
export function MenuScreen(props: {
  readonly menu: MenuStore;
  readonly restaurant: string;
  readonly table: string;
  /** Beside the table's label: who is here, the connection. */
  readonly aside?: JSX.Element;
  readonly banner?: JSX.Element;
  readonly onOpenDish: (item: MenuItem) => void;
  readonly onAdd?: (item: MenuItem) => void;
  /** Portions of a dish in the cart, by its id. */
  readonly inCart?: (itemId: string) => number;
  /** The category that the reader has in front of them. */
  readonly onLookAt?: (categoryId: string) => void;
}) {
  const { t } = dinerMessages;
  const [query, setQuery] = createSignal("");
  const [filtering, setFiltering] = createSignal(false);
  const [current, setCurrent] = createSignal<string>();

  const shown = createMemo(() => {
    const index = props.menu.index();
    return index ? visibleCategories(index, query(), props.menu.avoided()) : [];
  });

  function lookAt(categoryId: string) {
    setCurrent(categoryId);
    props.onLookAt?.(categoryId);
  }

  return (
    <div class={styles.screen}>
      <header class={styles.header}>
        <div class={styles.titles}>
          <h1 class={styles.name}>{props.restaurant}</h1>
          <p class={styles.table}>
            <span>{t("table", { table: props.table })}</span>
            {props.aside}
          </p>
        </div>
        <LanguageSwitcher />
      </header>
      {props.banner}
      <Show
        when={props.menu.index()}
        fallback={
          <Show
            when={props.menu.error()}
            fallback={
              <div class={styles.loading}>
                <Skeleton lines={9} />
              </div>
            }
          >
            {(code) => (
              <EmptyState title={t("menuUnavailable")} text={errorSentence(code())}>
                <Button onClick={() => void props.menu.refresh()}>{uiMessages.t("retry")}</Button>
              </EmptyState>
            )}
          </Show>
        }
      >
        {(index) => (
          <>
            <MenuBar
              categories={shown().map((entry) => entry.category)}
              current={current()}
              query={query()}
              // While the keyboard comes up, so that the first key need not wait for it.
              onSearch={() => setTimeout(() => index().search(""))}
              onQuery={setQuery}
              avoidedCount={props.menu.avoided().size}
              canFilter={index().allergens.length > 0}
              onFilter={() => setFiltering(true)}
            />
            <main class={styles.menu}>
              <Show when={props.menu.avoided().size > 0}>
                <p class={styles.filtered}>
                  <span>
                    {t("hiding", { allergens: allergenNames([...props.menu.avoided()]) })}
                  </span>
                  <Button variant="quiet" onClick={() => props.menu.avoid(new Set<string>())}>
                    {t("showAll")}
                  </Button>
                </p>
              </Show>
              <Show
                when={shown().length > 0}
                fallback={
                  <EmptyState icon="search" title={t("nothingFound")} text={t("nothingFoundText")}>
                    <Button
                      onClick={() => {
                        setQuery("");
                        props.menu.avoid(new Set<string>());
                      }}
                    >
                      {t("showAll")}
                    </Button>
                  </EmptyState>
                }
              >
                <CategoryList
                  entries={shown()}
                  currency={index().menu.currency}
                  availability={props.menu.availability()}
                  flagUnknown={props.menu.avoided().size > 0}
                  onOpenDish={props.onOpenDish}
                  onAdd={props.onAdd}
                  inCart={props.inCart}
                  onLookAt={lookAt}
                />
              </Show>
            </main>
            <Suspense>
              <Show when={filtering()}>
                <AllergenFilter
                  allergens={index().allergens}
                  avoided={props.menu.avoided()}
                  onChange={props.menu.avoid}
                  onClose={() => setFiltering(false)}
                />
              </Show>
            </Suspense>
          </>
        )}
      </Show>
    </div>
  );
}
