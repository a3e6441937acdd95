import {
  type Menu,
  type MenuItem,
  type MenuOption,
  translated,
  translation,
} from "@tureen/shared/menu/menu";
import { pricedSizes } from "@tureen/shared/menu/priced-sizes";
import type { OpeningHours } from "@tureen/shared/menu/timing/rules";
import { type TimesLanguage, weekLines } from "@tureen/shared/menu/timing/timing-text";
import {
  choicesText,
  sectionTimes,
  type Writing,
  writtenDish,
} from "@tureen/shared/menu/written-dish";
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
  readonly times: TimesLanguage;
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
  /** When it is open; left out where the paper does not say it. */
  readonly hours?: OpeningHours | undefined;
}) {
  const signs = createMemo(() => signsOf(props.menu));
  const writing = (): Writing => ({
    currency: props.menu.currency,
    language: props.language,
    times: props.words.times,
  });
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
              <For each={sectionTimes(section, writing())}>
                {(text) => <p class={styles.times}>{text}</p>}
              </For>
              <ul class={styles.dishes}>
                <For each={section.items}>
                  {(item) => (
                    <Dish
                      item={item}
                      words={props.words}
                      writing={writing()}
                      signs={signs()}
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
      <Show when={props.hours}>
        {(hours) => <Hours hours={hours()} times={props.words.times} />}
      </Show>
    </article>
  );
}

function Dish(props: {
  readonly item: MenuItem;
  readonly words: PaperWords;
  readonly writing: Writing;
  readonly signs: Signs;
  readonly described: boolean;
}) {
  const language = () => props.writing.language;
  const written = createMemo(() => writtenDish(props.item, props.writing));
  const description = () =>
    translation(props.item.descriptionTranslations, language()) ?? props.item.description;
  const facts = () => factWords(props.item, props.words.ui).join(" · ");
  const behind = () => signsBehind(props.item, props.signs);
  /** Groups besides the one that says the price. */
  const groups = () => {
    const sizes = pricedSizes(props.item);
    return props.item.options.filter(
      ({ values }) => values !== sizes && values.length <= MAX_NAMED,
    );
  };
  const choices = (group: MenuOption) =>
    `${translated(group, language())}: ${choicesText(group, props.item, props.writing)}`;
  return (
    <li class={styles.dish}>
      <div class={styles.line}>
        <h3 class={styles.name}>
          <Show when={props.item.code}>
            <span class={styles.code}>{props.item.code} </span>
          </Show>
          <bdi>{translated(props.item, language())}</bdi>
          <Show when={behind()}>
            <sup class={styles.signs}>
              <bdi>{behind()}</bdi>
            </sup>
          </Show>
        </h3>
        <Show when={written().price}>
          {(price) => (
            <span class={styles.price}>
              <bdi>{price()}</bdi>
            </span>
          )}
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
      <For each={written().times}>{(text) => <p class={styles.times}>{text}</p>}</For>
      <For each={written().sizes}>
        {(size) => (
          <>
            <div class={styles.line}>
              <span class={styles.size}>
                <bdi>{size.name}</bdi>
              </span>
              <span class={styles.price}>
                <bdi>{size.price}</bdi>
              </span>
            </div>
            <For each={size.notes}>
              {(text) => <p class={`${styles.times} ${styles.ofSize}`}>{text}</p>}
            </For>
          </>
        )}
      </For>
      <Show when={props.described}>
        <For each={groups()}>
          {(group) => (
            <p class={styles.text}>
              <bdi>{choices(group)}</bdi>
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

/** The week's hours; days that are different come and go, and are no matter of a printed menu. */
function Hours(props: { readonly hours: OpeningHours; readonly times: TimesLanguage }) {
  return (
    <footer class={styles.hours}>
      <strong>{props.times.t("hours")}</strong>
      <For each={weekLines(props.hours, props.times)}>
        {(line) => (
          <p>
            {line.days} <bdi>{line.times}</bdi>
          </p>
        )}
      </For>
      <Show when={props.hours.lastOrders}>
        {(count) => <p>{props.times.t("lastOrders", { count: count() })}</p>}
      </Show>
    </footer>
  );
}
