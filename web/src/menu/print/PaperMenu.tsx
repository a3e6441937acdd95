import {
  type Menu,
  type MenuItem,
  type MenuOption,
  translated,
  translation,
} from "@tureen/shared/menu/menu";
import { pricedSizes } from "@tureen/shared/menu/priced-sizes";
import { formatMinor } from "@tureen/shared/platform/money";
import { directionOfLanguage } from "@tureen/shared/platform/text-direction";
import { createMemo, For, Show } from "solid-js";
import type { uiMessages } from "../../platform/ui/messages/messages.ts";
import { allergenIn } from "../allergen-name.ts";
import { factWords } from "../dish-facts.ts";
import type { exchangeMessages } from "../exchange/messages/messages.ts";
import styles from "./PaperMenu.module.css";
import { type Signs, signsBehind, signsOf } from "./signs.ts";

/** Sentences in the guest's language. */
export interface PaperWords {
  readonly ui: typeof uiMessages.t;
  readonly own: typeof exchangeMessages.t;
}

/** Choices of a group that are named on paper; who wants more asks. */
const MAX_NAMED = 12;

/** The menu as it lies on a table: sections that are not torn, prices in one line, allergens explained. */
export function PaperMenu(props: {
  readonly menu: Menu;
  /** BCP 47: of the dishes' names. */
  readonly language: string;
  readonly words: PaperWords;
  readonly descriptions: boolean;
  readonly columns: boolean;
}) {
  const signs = createMemo(() => signsOf(props.menu));
  const money = (minor: number) => formatMinor(minor, props.menu.currency, props.language);
  return (
    <article class={styles.paper} lang={props.language} dir={directionOfLanguage(props.language)}>
      <h1 class={styles.title}>
        <bdi>{props.menu.name}</bdi>
      </h1>
      <div class={styles.sections} classList={{ [styles.columns ?? ""]: props.columns }}>
        <For each={props.menu.categories}>
          {(section) => (
            <section class={styles.section}>
              <h2 class={styles.heading}>
                <bdi>{translated(section, props.language)}</bdi>
              </h2>
              <ul class={styles.dishes}>
                <For each={section.items}>
                  {(item) => (
                    <Dish
                      item={item}
                      language={props.language}
                      words={props.words}
                      signs={signs()}
                      money={money}
                      described={props.descriptions}
                    />
                  )}
                </For>
              </ul>
            </section>
          )}
        </For>
      </div>
      <Legend signs={signs()} words={props.words} />
    </article>
  );
}

function Dish(props: {
  readonly item: MenuItem;
  readonly language: string;
  readonly words: PaperWords;
  readonly signs: Signs;
  readonly money: (minor: number) => string;
  readonly described: boolean;
}) {
  const named = (thing: Parameters<typeof translated>[0]) => translated(thing, props.language);
  const sizes = () => pricedSizes(props.item);
  const description = () =>
    translation(props.item.descriptionTranslations, props.language) ?? props.item.description;
  const facts = () => factWords(props.item, props.words.ui).join(" · ");
  const behind = () => signsBehind(props.item, props.signs);
  /** Groups besides the one that says the price. */
  const groups = () =>
    props.item.options.filter(({ values }) => values !== sizes() && values.length <= MAX_NAMED);
  const choices = ({ values }: MenuOption) =>
    values
      .map((value) => {
        if (value.priceDelta === 0) return named(value);
        // Joined: the sign and its amount stay on one line.
        const plus = value.priceDelta > 0 ? "+\u2060" : "";
        return `${named(value)} ${plus}${props.money(value.priceDelta)}`;
      })
      .join(", ");
  return (
    <li class={styles.dish}>
      <div class={styles.line}>
        <h3 class={styles.name}>
          <Show when={props.item.code}>
            <span class={styles.code}>{props.item.code} </span>
          </Show>
          <bdi>{named(props.item)}</bdi>
          <Show when={behind()}>
            <sup class={styles.signs}>
              <bdi>{behind()}</bdi>
            </sup>
          </Show>
        </h3>
        <Show when={!sizes()}>
          <span class={styles.price}>
            <bdi>{props.money(props.item.price)}</bdi>
          </span>
        </Show>
      </div>
      <Show when={props.described && description()}>
        <p class={styles.text}>
          <bdi>{description()}</bdi>
        </p>
      </Show>
      <Show when={facts()}>
        <p class={styles.text}>{facts()}</p>
      </Show>
      <For each={sizes() ?? []}>
        {(size) => (
          <div class={styles.line}>
            <span class={styles.size}>
              <bdi>{named(size)}</bdi>
            </span>
            <span class={styles.price}>
              <bdi>{props.money(props.item.price + size.priceDelta)}</bdi>
            </span>
          </div>
        )}
      </For>
      <Show when={props.described}>
        <For each={groups()}>
          {(group) => (
            <p class={styles.text}>
              <bdi>
                {named(group)}: {choices(group)}
              </bdi>
            </p>
          )}
        </For>
      </Show>
    </li>
  );
}

function Legend(props: { readonly signs: Signs; readonly words: PaperWords }) {
  const { own, ui } = props.words;
  return (
    <footer class={styles.legend}>
      <Show when={props.signs.allergens.size > 0}>
        <p>
          <strong>{own("print.legend")}</strong>{" "}
          <For each={[...props.signs.allergens]}>
            {([name, sign]) => (
              <span class={styles.explained}>
                {sign} <bdi>{allergenIn(ui, name)}</bdi>
              </span>
            )}
          </For>
          <Show when={props.signs.someTraces}>
            <span class={styles.explained}>{own("print.traces")}</span>
          </Show>
        </p>
      </Show>
      <Show when={props.signs.additives.size > 0}>
        <p>
          <strong>{own("print.additives")}</strong>{" "}
          <For each={[...props.signs.additives]}>
            {([name, sign]) => (
              <span class={styles.explained}>
                {sign} <bdi>{name}</bdi>
              </span>
            )}
          </For>
        </p>
      </Show>
      <Show when={props.signs.someUnknown}>
        <p>{own("print.unknown")}</p>
      </Show>
    </footer>
  );
}
