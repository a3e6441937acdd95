import { lengthOf } from "@tureen/shared/bill/ranges";
import type { SharedLine } from "@tureen/shared/bill/shares";
import type { DinerId, Reduction } from "@tureen/shared/table/document/types";
import { For, Show } from "solid-js";
import { Dynamic } from "solid-js/web";
import { Badge } from "../platform/ui/Badge.tsx";
import { Icon } from "../platform/ui/Icon.tsx";
import { Money, moneyChangeText, moneyText } from "../platform/ui/Money.tsx";
import styles from "./BillLineRow.module.css";
import { payersOf } from "./groups.ts";
import type { LineFacts, LineReduction } from "./line-facts.ts";
import { billMessages } from "./messages/messages.ts";
import { PayerBadge } from "./PayerBadge.tsx";
import { Person } from "./Person.tsx";
import type { BillPeople } from "./people.ts";
import { percentText } from "./percent-text.ts";
import { portionsText } from "./portions.ts";

/** A line of the bill: how many, what, who pays it, what of it is paid, and its price on the menu. */
export function BillLineRow(props: {
  readonly shared: SharedLine;
  readonly facts: LineFacts | undefined;
  /** Under whose name it stands. */
  readonly owner: DinerId | "table";
  readonly currency: string;
  readonly people: BillPeople;
  readonly name: string;
  /** What was chosen, in the reader's language. */
  readonly details: string;
  readonly onPress: (() => void) | undefined;
}) {
  const line = () => props.shared.line;
  const live = () => props.facts?.live ?? 0;
  return (
    <Dynamic
      component={props.onPress ? "button" : "div"}
      type={props.onPress ? "button" : undefined}
      class={styles.row}
      onClick={() => props.onPress?.()}
    >
      <span class={styles.quantity}>{portionsText(live())}×</span>
      <span class={styles.text}>
        <span class={styles.name} classList={{ [styles.off ?? ""]: live() === 0 }} dir="auto">
          {props.name}
        </span>
        <Show when={props.details}>
          <span class={styles.detail} dir="auto">
            {props.details}
          </span>
        </Show>
        <Show when={line().note}>
          <q class={styles.detail} dir="auto">
            {line().note}
          </q>
        </Show>
        <LineMarks {...props} />
      </span>
      <span class={styles.side}>
        <Money minor={line().listed} currency={props.currency} />
        <Show when={props.onPress}>
          <Icon name="chevronEnd" size={18} />
        </Show>
      </span>
    </Dynamic>
  );
}

function LineMarks(props: {
  readonly shared: SharedLine;
  readonly facts: LineFacts | undefined;
  readonly owner: DinerId | "table";
  readonly currency: string;
  readonly people: BillPeople;
}) {
  const { t } = billMessages;
  const facts = () => props.facts;
  // Of a dish that is off the bill there is nothing that could be paid.
  const payers = () => (facts()?.live ? (facts()?.payers ?? []) : []);
  /** The one whose dish it is pays all of it: nothing to add. */
  const isPlain = () =>
    payers().length === 0 &&
    props.shared.unclaimed.ranges.length === 0 &&
    props.shared.shares.every(({ diner }) => diner === props.owner);
  const hasMarks = () =>
    props.shared.contested || (facts()?.voided ?? 0) + (facts()?.reductions.length ?? 0) > 0;
  return (
    <>
      <Show when={!isPlain()}>
        <span class={styles.marks}>
          <For each={payersOf(props.shared)}>
            {({ diner, parts: count }) => (
              <span class={styles.share}>
                <Person diner={diner} people={props.people} />
                {portionsText(count)}
              </span>
            )}
          </For>
          <For each={payers()}>
            {(payer) => (
              <span class={styles.share}>
                <Show when={payer.diner}>
                  {(diner) => <Person diner={diner()} people={props.people} />}
                </Show>
                <PayerBadge payer={payer} live={facts()?.live ?? 0} />
              </span>
            )}
          </For>
          <Show when={lengthOf(props.shared.unclaimed.ranges)}>
            {(free) => (
              <span class={styles.free}>{t("partFree", { parts: portionsText(free()) })}</span>
            )}
          </Show>
        </span>
      </Show>
      <Show when={hasMarks()}>
        <span class={styles.marks}>
          <Show when={props.shared.contested}>
            <Badge tone="warn" icon="people">
              {t("contested")}
            </Badge>
          </Show>
          <Show when={facts()?.voided}>
            {(count) => <Badge>{t("voided", { parts: portionsText(count()) })}</Badge>}
          </Show>
          <For each={facts()?.reductions}>
            {(reduction) => (
              <Badge tone="copper">{lineReductionText(reduction, props.currency)}</Badge>
            )}
          </For>
        </span>
      </Show>
    </>
  );
}

/** "10% off · −€1.20": what was said, and what that is, so that rows add up to the discounts. */
export function lineReductionText({ off, amount }: LineReduction, currency: string): string {
  if (off && "amount" in off) return reductionText({ amount }, currency);
  return `${reductionText(off, currency)} · ${moneyChangeText(-amount, currency)}`;
}

/** "10% off", "On the house". */
export function reductionText(off: Reduction | null, currency: string): string {
  const { t } = billMessages;
  if (off === null) return t("onHouse");
  const much = "percent" in off ? percentText(off.percent) : moneyText(off.amount, currency);
  return t("off", { much });
}
