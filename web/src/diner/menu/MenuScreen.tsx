import { DIETS, type Diet, suits } from "@tureen/shared/menu/dish-facts";
import type { MenuItem } from "@tureen/shared/menu/menu";
import { createMemo, createSignal, type JSX, onCleanup, Show, Suspense } from "solid-js";
import { allergenNames } from "../../menu/allergen-name.ts";
import { Button } from "../../platform/ui/Button.tsx";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import { errorSentence } from "../../platform/ui/errors.ts";
import { Icon } from "../../platform/ui/Icon.tsx";
import { LanguageSwitcher } from "../../platform/ui/LanguageSwitcher.tsx";
import { uiMessages } from "../../platform/ui/messages/messages.ts";
import { Skeleton } from "../../platform/ui/Skeleton.tsx";
import { dinerMessages } from "../messages/messages.ts";
import { later } from "../model/later.ts";
import type { MenuStore } from "../model/menu-store.ts";
import { CategoryList, sectionId } from "./CategoryList.tsx";
import { visibleCategories } from "./filter.ts";
import { MenuBar } from "./MenuBar.tsx";
import styles from "./MenuScreen.module.css";

const SectionIndex = later(() => import("./SectionIndex.tsx").then((m) => m.SectionIndex));
const MenuFilter = later(() => import("./MenuFilter.tsx").then((m) => m.MenuFilter));

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
  const [choosing, setChoosing] = createSignal(false);
  const [current, setCurrent] = createSignal<string>();
  /** The section that was gone to: it counts as read until the reader scrolls, wherever it came to stand. */
  let goneTo: string | undefined;

  const shown = createMemo(() => {
    const index = props.menu.index();
    return index ? visibleCategories(index, query(), props.menu.avoided(), props.menu.diets()) : [];
  });
  /** Diets that some dish of the menu suits. */
  const offered = createMemo(() => {
    const items = props.menu.index()?.menu.categories.flatMap((category) => category.items) ?? [];
    return DIETS.filter((diet) => items.some((item) => suits(item, diet)));
  });
  const narrowed = () => props.menu.avoided().size + props.menu.diets().size;

  function showAll() {
    props.menu.avoid(new Set<string>());
    props.menu.setDiets(new Set<Diet>());
  }

  /** What is hidden and what only is shown, in words. */
  function narrowing(): string {
    const diets = [...props.menu.diets()].map((diet) => uiMessages.t(`diet.${diet}`));
    const avoided = [...props.menu.avoided()];
    return [
      ...(diets.length > 0
        ? [t("onlyDiets", { diets: diets.join(uiMessages.t("allergenSeparator")) })]
        : []),
      ...(avoided.length > 0 ? [t("hiding", { allergens: allergenNames(avoided) })] : []),
    ].join(" · ");
  }

  function lookAt(categoryId: string) {
    if (goneTo !== undefined && goneTo !== categoryId) return;
    setCurrent(categoryId);
    props.onLookAt?.(categoryId);
  }

  function goTo(categoryId: string) {
    goneTo = categoryId;
    document.getElementById(sectionId(categoryId))?.scrollIntoView({ block: "start" });
    lookAt(categoryId);
  }

  const scrolling = () => {
    goneTo = undefined;
  };
  for (const kind of ["wheel", "touchmove", "keydown"]) {
    addEventListener(kind, scrolling, { passive: true });
    onCleanup(() => removeEventListener(kind, scrolling));
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
              onGoTo={goTo}
              onIndex={() => setChoosing(true)}
              query={query()}
              // While the keyboard comes up, so that the first key need not wait for it.
              onSearch={() => setTimeout(() => index().search(""))}
              onQuery={setQuery}
              filterCount={narrowed()}
              canFilter={index().allergens.length + offered().length > 0}
              onFilter={() => setFiltering(true)}
            />
            <main class={styles.menu}>
              <Show when={narrowed() > 0}>
                <p class={styles.filtered}>
                  <span>{narrowing()}</span>
                  <Button variant="quiet" onClick={showAll}>
                    {t("showAll")}
                  </Button>
                </p>
              </Show>
              <Show when={index().allergens.length === 0}>
                <p class={styles.unknown}>
                  <Icon name="alert" size={20} />
                  <span>{t("allergensUnknownHere")}</span>
                </p>
              </Show>
              <Show
                when={shown().length > 0}
                fallback={
                  <EmptyState icon="search" title={t("nothingFound")} text={t("nothingFoundText")}>
                    <Button
                      onClick={() => {
                        setQuery("");
                        showAll();
                      }}
                    >
                      {t("showAll")}
                    </Button>
                  </EmptyState>
                }
              >
                <CategoryList
                  entries={shown()}
                  restaurantId={index().menu.restaurantId}
                  currency={index().menu.currency}
                  availability={props.menu.availability()}
                  local={props.menu.local()}
                  regularPrice={props.menu.regularPrice}
                  avoided={props.menu.avoided()}
                  allergensKnown={index().allergens.length > 0}
                  onOpenDish={props.onOpenDish}
                  onAdd={props.onAdd}
                  inCart={props.inCart}
                  onLookAt={lookAt}
                />
              </Show>
            </main>
            <Suspense>
              <Show when={choosing()}>
                <SectionIndex
                  entries={shown()}
                  current={current()}
                  onGoTo={(categoryId) => {
                    setChoosing(false);
                    // Behind an open sheet the page does not scroll.
                    setTimeout(() => goTo(categoryId));
                  }}
                  onClose={() => setChoosing(false)}
                />
              </Show>
              <Show when={filtering()}>
                <MenuFilter
                  allergens={index().allergens}
                  avoided={props.menu.avoided()}
                  onChange={props.menu.avoid}
                  offered={offered()}
                  diets={props.menu.diets()}
                  onDiets={props.menu.setDiets}
                  count={shown().reduce((sum, { items }) => sum + items.length, 0)}
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
