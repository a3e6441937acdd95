import type { AvailableNow } from "@tureen/shared/menu/availability";
import { type MenuCategory, type MenuItem, translated } from "@tureen/shared/menu/menu";
import type { LocalMinute } from "@tureen/shared/menu/timing/local-time";
import { createEffect, createMemo, For, onCleanup } from "solid-js";
import { menuLanguage } from "../../menu/menu-language.ts";
import styles from "./CategoryList.module.css";
import { comesText } from "./comes-text.ts";
import { DishRow } from "./DishRow.tsx";
import type { VisibleCategory } from "./filter.ts";
import { watchReading } from "./watch-reading.ts";

/** The id of a category's section in the page. */
export function sectionId(categoryId: string): string {
  return `category-${categoryId}`;
}

/** Rough height of a dish row in px: only a first guess for sections not yet scrolled to. */
const ROW_PX = 92;
const PHOTO_ROW_PX = 121;
const HEADING_PX = 84;

function rowsPx(items: readonly MenuItem[]): number {
  return items.reduce((sum, { photo }) => sum + (photo ? PHOTO_ROW_PX : ROW_PX), 0);
}

/** All categories with their dishes; tells which one the reader has in front of them. */
export function CategoryList(props: {
  readonly entries: readonly VisibleCategory[];
  readonly restaurantId: string;
  readonly currency: string;
  readonly availability: AvailableNow;
  /** What the restaurant's clock shows. */
  readonly local: LocalMinute;
  /** A dish's price without the rules of this time. */
  readonly regularPrice: (itemId: string) => number | undefined;
  readonly avoided: ReadonlySet<string>;
  /** Whether any dish of the menu says its allergens. */
  readonly allergensKnown: boolean;
  readonly onOpenDish: (item: MenuItem) => void;
  readonly onAdd: ((item: MenuItem) => void) | undefined;
  readonly inCart: ((itemId: string) => number) | undefined;
  readonly onLookAt: (categoryId: string) => void;
}) {
  let root: HTMLDivElement | undefined;
  const itemsOf = (category: MenuCategory) =>
    props.entries.find((entry) => entry.category === category)?.items ?? [];
  const soldOut = createMemo(() => new Set(props.availability.soldOut));

  createEffect(() => {
    if (!root || props.entries.length === 0) return;
    onCleanup(watchReading(root, (section) => props.onLookAt(section.dataset.category ?? "")));
  });

  return (
    <div
      ref={(element) => {
        root = element;
      }}
    >
      {/* By what stays the same: a key in the search makes no row anew. */}
      <For each={props.entries.map((entry) => entry.category)}>
        {(category) => (
          <section
            id={sectionId(category.id)}
            data-category={category.id}
            class={styles.section}
            style={{
              "contain-intrinsic-block-size": `auto ${HEADING_PX + rowsPx(itemsOf(category))}px`,
            }}
            aria-labelledby={`${sectionId(category.id)}-name`}
          >
            <h2 class={styles.heading} id={`${sectionId(category.id)}-name`} dir="auto">
              {translated(category, menuLanguage())}
            </h2>
            <ul>
              <For each={itemsOf(category)}>
                {(item) => (
                  <li>
                    <DishRow
                      item={item}
                      restaurantId={props.restaurantId}
                      currency={props.currency}
                      soldOut={soldOut().has(item.id) || props.availability.stock[item.id] === 0}
                      comes={comesText(props.availability, item.id, props.local)}
                      regularPrice={props.regularPrice(item.id)}
                      left={props.availability.stock[item.id]}
                      avoided={props.avoided}
                      allergensKnown={props.allergensKnown}
                      inCart={props.inCart?.(item.id) ?? 0}
                      onOpen={() => props.onOpenDish(item)}
                      onAdd={props.onAdd && (() => props.onAdd?.(item))}
                    />
                  </li>
                )}
              </For>
            </ul>
          </section>
        )}
      </For>
    </div>
  );
}
