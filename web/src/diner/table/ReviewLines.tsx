import { createMemo, For, Show } from "solid-js";
import { menuLanguage } from "../../menu/menu-language.ts";
import { Checkbox } from "../../platform/ui/Checkbox.tsx";
import { Choices } from "../../platform/ui/Choices.tsx";
import { Money } from "../../platform/ui/Money.tsx";
import { type CartEntry, entryChoices } from "../../table/cart-entries.ts";
import { coursePlace } from "../courses/course-place.ts";
import { dinerMessages } from "../messages/messages.ts";
import { type ConfirmPlan, planConfirm } from "../model/confirm-plan.ts";
import { dishName } from "../model/seen-dishes.ts";
import { ChangedPrice } from "./ChangedPrice.tsx";
import { useTable } from "./context.ts";
import styles from "./ReviewLines.module.css";
import { ServiceNotice } from "./ServiceNotice.tsx";

/** Every line that would be sent: quantity, dish, options, note, unit price and what it comes to. */
export function ReviewLines(props: {
  readonly plan: ConfirmPlan;
  /** Lines can be ticked and unticked. */
  readonly choosing: boolean;
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}) {
  const { t } = dinerMessages;
  const { session, entries, currency, index } = useTable();
  const planned = createMemo(() => new Map(props.plan.lines.map((line) => [line.line, line])));
  const shown = createMemo(() =>
    props.choosing
      ? planConfirm(entries(), { kind: "all" }, session.onTheirWay()).lines.map((l) => l.entry)
      : props.plan.lines.map((line) => line.entry),
  );

  /** What is shown by course, the first first. */
  const courses = createMemo(() => {
    const places = shown().map((entry) => ({ entry, place: coursePlace(entry.line, index()) }));
    const orders = [...new Set(places.map(({ place }) => place.order))].sort((a, b) => a - b);
    return orders.map((order) => {
      const own = places.filter(({ place }) => place.order === order);
      return { title: own[0]?.place.title ?? "", entries: own.map(({ entry }) => entry) };
    });
  });

  function choose(id: string, wanted: boolean) {
    const next = new Set(props.chosen);
    if (wanted) next.add(id);
    else next.delete(id);
    props.onChoose(next);
  }

  const line = (entry: CartEntry) => {
    const quantity = () => planned().get(entry.id)?.quantity ?? entry.quantity;
    const choices = () => entryChoices(entry, menuLanguage());
    return (
      <span class={styles.line}>
        <span class={styles.quantity}>{quantity()}×</span>
        <span class={styles.text}>
          <span class={styles.name} dir="auto">
            {dishName(entry.item, entry.line.item)}
          </span>
          <Show when={choices().length > 0}>
            <span class={styles.detail} dir="auto">
              <Choices of={choices()} />
            </span>
          </Show>
          <Show when={entry.line.note}>
            <q class={styles.detail} dir="auto">
              {entry.line.note}
            </q>
          </Show>
          <span class={styles.detail}>
            <span dir="auto">
              {entry.line.for === "table"
                ? t("forTable")
                : entry.line.for === session.me
                  ? t("forYou")
                  : t("forName", { name: session.nameOf(entry.line.for) })}
            </span>
            <Show when={quantity() > 1}>
              {" · "}
              <Money minor={entry.unitPrice ?? 0} currency={currency()} /> {t("each")}
            </Show>
          </span>
        </span>
        <span class={styles.sum}>
          <ChangedPrice entry={entry} quantity={quantity()} currency={currency()} />
        </span>
      </span>
    );
  };

  const list = (entries: readonly CartEntry[]) => (
    <ul>
      <For each={entries}>
        {(entry) => (
          <li>
            <Show when={props.choosing} fallback={<div class={styles.plain}>{line(entry)}</div>}>
              <Checkbox
                checked={props.chosen.has(entry.id)}
                onChange={(wanted) => choose(entry.id, wanted)}
              >
                {line(entry)}
              </Checkbox>
            </Show>
          </li>
        )}
      </For>
    </ul>
  );

  return (
    <Show when={shown().length > 0} fallback={<p class={styles.nothing}>{t("nothingToSend")}</p>}>
      <Show when={index().menu.courses} fallback={list(shown())}>
        <For each={courses()}>
          {({ title, entries }) => (
            <>
              <h3 class={styles.course} dir="auto">
                {title}
              </h3>
              {list(entries)}
            </>
          )}
        </For>
      </Show>
      <p class={styles.total}>
        <span>{t("total")}</span>
        <Money minor={props.plan.total} currency={currency()} />
      </p>
      <ServiceNotice view={session.view()} currency={currency()} />
    </Show>
  );
}
