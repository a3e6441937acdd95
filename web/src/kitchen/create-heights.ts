import { batch, createEffect, createSignal, onCleanup } from "solid-js";
import type { Drawn } from "./layout.ts";

export interface Heights<T extends object> {
  /** How tall a ticket is when it is drawn so: measured, or estimated as long as it never was. */
  of(ticket: T, drawn: Drawn): number;
  /** Measures a drawn ticket by its list of dishes, which may scroll in its parent, now and whenever it changes. */
  measure(list: HTMLElement, ticket: () => T, drawn: () => Drawn): void;
}

/** How tall tickets are, which decides what is on a page: by what they show, which is another object when it changes. */
export function createHeights<T extends object>(
  estimate: (ticket: T, drawn: Drawn) => number,
): Heights<T> {
  const measured = new WeakMap<T, Map<string, number>>();
  const estimated = new WeakMap<T, Map<string, number>>();
  const [changes, setChanges] = createSignal(0);
  const watched = new Map<Element, () => void>();
  const observer = new ResizeObserver((entries) =>
    batch(() => {
      for (const { target } of entries) watched.get(target)?.();
    }),
  );
  onCleanup(() => observer.disconnect());
  const keyOf = ({ type, width, inner }: Drawn) => `${type}/${width}/${inner}`;

  function keep(of: typeof measured, ticket: T, key: string, height: number): void {
    of.set(ticket, (of.get(ticket) ?? new Map<string, number>()).set(key, height));
  }

  return {
    of(ticket, drawn) {
      changes();
      const key = keyOf(drawn);
      const known = measured.get(ticket)?.get(key) ?? estimated.get(ticket)?.get(key);
      if (known !== undefined) return known;
      const height = Math.round(estimate(ticket, drawn));
      keep(estimated, ticket, key, height);
      return height;
    },
    measure(list, ticket, drawn) {
      const [pane, card] = [list.parentElement, list.closest("article")];
      if (!pane || !card) return;
      const look = () => {
        // What only is there because something is scrolled away takes no room where all of it is whole.
        const hint = card.querySelector<HTMLElement>("[data-below]")?.offsetHeight ?? 0;
        const height = Math.ceil(card.offsetHeight - hint + pane.scrollHeight - pane.clientHeight);
        const key = keyOf(drawn());
        // Never less than once was measured: where a pixel more or less is on another page, and is a
        // pixel less or more there, tickets would go to and fro for ever.
        if ((measured.get(ticket())?.get(key) ?? 0) >= height) return;
        keep(measured, ticket(), key, height);
        setChanges((count) => count + 1);
      };
      // One of them changes, whatever of the ticket does.
      const parts = [list, pane, card];
      for (const part of parts) {
        watched.set(part, look);
        observer.observe(part);
      }
      createEffect(look);
      onCleanup(() => {
        for (const part of parts) {
          observer.unobserve(part);
          watched.delete(part);
        }
      });
    },
  };
}
