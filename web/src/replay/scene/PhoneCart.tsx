import { createEffect, createMemo, For, on, onCleanup, Show } from "solid-js";
import { EmptyState } from "../../platform/ui/EmptyState.tsx";
import type { SessionDiner } from "../load/protocol.ts";
import { replayMessages } from "../messages/messages.ts";
import { type PhoneLine, type PhoneModel, sameLine } from "../model/phone.ts";
import type { Words } from "../words.ts";
import { CartLine } from "./CartLine.tsx";
import styles from "./PhoneCart.module.css";

/** The cart as a phone showed it. */
export function PhoneCart(props: {
  readonly model: PhoneModel;
  readonly diners: readonly SessionDiner[];
  readonly words: Words;
  readonly touched: string | undefined;
  readonly onStory: (line: string) => void;
}) {
  const { t } = replayMessages;
  let list: HTMLUListElement | undefined;
  let frame = 0;
  onCleanup(() => cancelAnimationFrame(frame));
  const lines = () => props.model.lines;
  // By id, so that a line that changes keeps its place, its focus and its element.
  const ids = createMemo(() => lines().shown.map((line) => line.id), [], { equals: sameIds });
  const byId = createMemo(() => new Map(lines().shown.map((line) => [line.id, line])));

  createEffect(
    on(
      () => [props.touched, ids()] as const,
      ([touched]) => {
        const at = touched === undefined ? -1 : ids().indexOf(touched);
        if (at === -1) return;
        // After all phones have been drawn, so that they are laid out once.
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(() => {
          const row = list?.querySelectorAll<HTMLElement>("[data-line]")[at];
          if (row) showWithin(row, row.closest("section"));
        });
      },
    ),
  );

  return (
    <Show
      when={props.model.lineCount > 0}
      fallback={
        <Show when={props.model.orders.shown.length === 0}>
          <EmptyState title={t("emptyCart")} />
        </Show>
      }
    >
      <h3 class={styles.heading}>
        {t("cart")}
        <span class={styles.total}>{props.words.money(props.model.total)}</span>
      </h3>
      <ul class={styles.lines} ref={list}>
        <More count={lines().before} />
        <For each={ids()}>
          {(id) => {
            const line = createMemo(() => byId().get(id), undefined, { equals: sameOrBoth });
            return (
              <Show when={line()}>
                {(current: () => PhoneLine) => (
                  <CartLine
                    line={current()}
                    diners={props.diners}
                    words={props.words}
                    touched={props.touched === id}
                    onStory={props.onStory}
                  />
                )}
              </Show>
            );
          }}
        </For>
        <More count={lines().after} />
      </ul>
    </Show>
  );
}

function More(props: { readonly count: number }) {
  return (
    <Show when={props.count > 0}>
      <li class={styles.more}>{replayMessages.t("more", { count: props.count })}</li>
    </Show>
  );
}

function sameOrBoth(a: PhoneLine | undefined, b: PhoneLine | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && sameLine(a, b));
}

function sameIds(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}

/** Scrolls the phone, and never the page, so that the row can be seen. */
function showWithin(row: HTMLElement, screen: HTMLElement | null): void {
  if (!screen) return;
  const [outer, inner] = [screen.getBoundingClientRect(), row.getBoundingClientRect()];
  if (inner.top < outer.top) screen.scrollTop -= outer.top - inner.top;
  else if (inner.bottom > outer.bottom) screen.scrollTop += inner.bottom - outer.bottom;
}
