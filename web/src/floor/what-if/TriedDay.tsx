import type { Answer } from "@tureen/shared/endpoints";
import { For, type JSX, Show } from "solid-js";
import { Money, moneyChangeText, moneyText } from "../../platform/ui/Money.tsx";
import { tableName } from "../../staff/words.ts";
import { whatIfMessages } from "./messages/messages.ts";
import styles from "./WhatIf.module.css";

export type Tried = Answer<"tryMenuDraft">;
type Dish = Tried["dishes"][number];
type Rejection = Tried["rejected"]["first"][number];

/** Dishes in the table, and rejections that are told. */
const MAX_DISHES = 8;
const MAX_REJECTIONS = 6;

/** What a day came to, and would have. */
export function TriedDay(props: { readonly day: Tried }) {
  const { t } = whatIfMessages;
  const day = () => props.day;
  const money = (minor: number) => moneyText(minor, day().currency);
  const differing = () =>
    day().dishes.filter(
      ({ was, would }) => was.amount !== would.amount || was.quantity !== would.quantity,
    );
  const nothing = () => day().confirms.tried === 0 && day().confirms.leftOut === 0;

  return (
    <div class={styles.result}>
      <Show
        when={!nothing()}
        fallback={<p>{t(day().confirms.notKept > 0 ? "allGone" : "nothing")}</p>}
      >
        <div>
          <p class={styles.sum} dir="auto">
            {day().was === day().would
              ? t("same", { was: money(day().was) })
              : t("sum", {
                  was: money(day().was),
                  would: money(day().would),
                  change: moneyChangeText(day().would - day().was, day().currency),
                })}
          </p>
          <p class={styles.quiet}>{t("sumHint")}</p>
        </div>
        <Show when={differing().length > 0}>
          <DishTable dishes={differing()} currency={day().currency} />
        </Show>
        <Show when={day().rejected.count > 0}>
          <section class={styles.rejected} aria-label={t("rejected", rejectedParams())}>
            <p class={styles.strong}>{t("rejected", rejectedParams())}</p>
            <ul>
              <For each={day().rejected.first.slice(0, MAX_REJECTIONS)}>
                {(rejection) => <li>{rejectionLine(rejection, day().currency)}</li>}
              </For>
            </ul>
            <Show when={day().rejected.count > MAX_REJECTIONS}>
              <p>{t("more", { count: day().rejected.count - MAX_REJECTIONS })}</p>
            </Show>
            <p class={styles.quiet}>{t("rejectedHint")}</p>
          </section>
        </Show>
        <Show when={day().accepted}>{(count) => <p>{t("accepted", { count: count() })}</p>}</Show>
        <Show when={day().confirms.notKept}>
          {(count) => <p class={styles.quiet}>{t("notKept", { count: count() })}</p>}
        </Show>
        <Show when={day().confirms.leftOut}>
          {(count) => <p class={styles.quiet}>{t("leftOut", { count: count() })}</p>}
        </Show>
      </Show>
    </div>
  );

  function rejectedParams() {
    const { count, amount } = day().rejected;
    return { count, price: money(amount) };
  }
}

function DishTable(props: { readonly dishes: readonly Dish[]; readonly currency: string }) {
  const { t } = whatIfMessages;
  const sold = ({ quantity, amount }: Dish["was"]) => (
    <bdi>{t("sold", { count: quantity, price: moneyText(amount, props.currency) })}</bdi>
  );
  return (
    <>
      <table class={styles.table}>
        <caption class={styles.strong}>{t("dishes")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("dish")}</th>
            <th scope="col">{t("was")}</th>
            <th scope="col">{t("would")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.dishes.slice(0, MAX_DISHES)}>
            {(dish) => (
              <tr>
                <th scope="row">
                  <bdi>{dish.name}</bdi>
                </th>
                <td>{sold(dish.was)}</td>
                <td>{sold(dish.would)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
      <Show when={props.dishes.length > MAX_DISHES}>
        <p class={styles.quiet}>{t("moreDishes", { count: props.dishes.length - MAX_DISHES })}</p>
      </Show>
    </>
  );
}

/** "Table 7, €12.00 · Pea soup: no longer on the menu". */
function rejectionLine({ table, amount, lines }: Rejection, currency: string): JSX.Element {
  const { t } = whatIfMessages;
  const reasons = lines.map(({ name: dish, code }) => {
    switch (code) {
      case "off-menu":
      case "options-changed":
      case "not-served":
        return t(`why.${code}`, { dish });
      default:
        return t("why.other", { dish });
    }
  });
  const why = reasons.length > 0 ? [...new Set(reasons)].join("; ") : t("why.whole");
  return (
    <>
      <bdi>{tableName(table)}</bdi>, <Money minor={amount} currency={currency} /> · <bdi>{why}</bdi>
    </>
  );
}
