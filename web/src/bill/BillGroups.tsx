import { keyOf } from "@tureen/shared/bill/bill";
import type { SharedLine } from "@tureen/shared/bill/shares";
import { choiceWords } from "@tureen/shared/table/choice-groups";
import { createMemo, For, Show } from "solid-js";
import { countWords } from "../platform/ui/choice-words.ts";
import { EmptyState } from "../platform/ui/EmptyState.tsx";
import { Money } from "../platform/ui/Money.tsx";
import styles from "./BillGroups.module.css";
import { BillLineRow } from "./BillLineRow.tsx";
import { type BillGroup, groupLines } from "./groups.ts";
import type { LiveBill } from "./live-bill.ts";
import { billMessages } from "./messages/messages.ts";
import { Person } from "./Person.tsx";
import type { BillPeople } from "./people.ts";

/** The dishes of a bill, each once, under whose they are. */
export function BillGroups(props: {
  readonly of: LiveBill;
  readonly people: BillPeople;
  /** The dish in the reader's language. */
  readonly nameOf: (line: SharedLine["line"]) => string;
  /** What was chosen in the reader's language; as the order has it where that is not known. */
  readonly choicesOf?: ((line: SharedLine["line"]) => string) | undefined;
  /** What a tap on a line does. */
  readonly onLine: ((key: string) => void) | undefined;
}) {
  const { t } = billMessages;
  const groups = createMemo(() => groupLines(props.of.shares(), props.people.me));
  // Rows keep their elements, and their focus, while the numbers in them change.
  const owners = createMemo<readonly string[]>((before) => {
    const now = groups().map(({ whose }) => whose);
    return before && same(before, now) ? before : now;
  });
  const group = (whose: string) => groups().find((each) => each.whose === whose);

  return (
    <Show
      when={groups().length > 0}
      fallback={<EmptyState icon="bill" title={t("empty")} text={t("emptyText")} />}
    >
      <For each={owners()}>
        {(whose) => (
          <Show when={group(whose)}>
            {(current) => (
              <section class={styles.group}>
                <header class={styles.header}>
                  <div>
                    <h3 class={styles.title}>
                      <GroupTitle group={current()} people={props.people} />
                    </h3>
                    <Show when={whose === "table"}>
                      <p class={styles.hint}>{t("sharedEqually")}</p>
                    </Show>
                  </div>
                  <Money minor={current().listed} currency={props.of.bill().currency} />
                </header>
                <Lines group={current()} {...props} />
              </section>
            )}
          </Show>
        )}
      </For>
    </Show>
  );
}

function GroupTitle(props: { readonly group: BillGroup; readonly people: BillPeople }) {
  const { t } = billMessages;
  return (
    <Show when={props.group.whose !== "table" && props.group.whose} fallback={t("forTable")}>
      {(diner) => (
        <Show
          when={diner() === props.people.me}
          fallback={<Person diner={diner()} people={props.people} named />}
        >
          {t("yours")}
        </Show>
      )}
    </Show>
  );
}

function Lines(props: {
  readonly group: BillGroup;
  readonly of: LiveBill;
  readonly people: BillPeople;
  readonly nameOf: (line: SharedLine["line"]) => string;
  /** What was chosen in the reader's language; as the order has it where that is not known. */
  readonly choicesOf?: ((line: SharedLine["line"]) => string) | undefined;
  readonly onLine: ((key: string) => void) | undefined;
}) {
  const byKey = createMemo(
    () => new Map(props.group.lines.map((shared) => [keyOf(shared.line), shared])),
  );
  const keys = createMemo<readonly string[]>((before) => {
    const now = [...byKey().keys()];
    return before && same(before, now) ? before : now;
  });
  return (
    <ul>
      <For each={keys()}>
        {(key) => (
          <Show when={byKey().get(key)}>
            {(shared) => (
              <li class={styles.line}>
                <BillLineRow
                  shared={shared()}
                  facts={props.of.facts().get(key)}
                  owner={props.group.whose}
                  currency={props.of.bill().currency}
                  people={props.people}
                  name={props.nameOf(shared().line)}
                  details={
                    props.choicesOf?.(shared().line) ??
                    choiceWords(shared().line.choices, countWords).join(" · ")
                  }
                  onPress={props.onLine && (() => props.onLine?.(key))}
                />
              </li>
            )}
          </Show>
        )}
      </For>
    </ul>
  );
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((each, i) => each === b[i]);
}
