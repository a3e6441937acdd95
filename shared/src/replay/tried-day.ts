/** What the confirms of one day come to with another menu, summed over all tables. */
import { itemsById, type Menu } from "../menu/menu.ts";
import type { OrderLine } from "../table/document/types.ts";
import { totalOf, type WhatIf } from "./what-if.ts";

/** How much of a dish was ordered; `amount` with its options, in minor units. */
export interface Sold {
  quantity: number;
  amount: number;
}

/** A dish on that day and with the other menu. */
export interface TriedDish {
  readonly item: string;
  /** As the other menu has it, or else as it was ordered. */
  readonly name: string;
  readonly was: Sold;
  readonly would: Sold;
}

/** A confirm that was ordered, and would have been rejected. */
export interface TriedRejection {
  readonly at: number;
  /** The table's label. */
  readonly table: string;
  /** What it was ordered for. */
  readonly amount: number;
  readonly code: string;
  /** The dishes that it would have been rejected for; none where it is about the whole. */
  readonly lines: { readonly name: string; readonly code: string }[];
}

/** Sums up confirms, one after the other. */
export class TriedDay {
  /** Confirms added. */
  tried = 0;
  /** What they ordered for, and would have. */
  was = 0;
  would = 0;
  /** Confirms that were rejected, and would have been ordered. */
  accepted = 0;
  readonly rejected: TriedRejection[] = [];
  readonly #dishes = new Map<string, TriedDish>();
  readonly #items: ReturnType<typeof itemsById>;

  constructor(menu: Menu) {
    this.#items = itemsById(menu);
  }

  add(table: string, { at, recorded, otherwise }: WhatIf): void {
    this.tried += 1;
    this.was += totalOf(recorded);
    this.would += totalOf(otherwise);
    if (recorded.ok) this.#count("was", recorded.lines);
    if (otherwise.ok) this.#count("would", otherwise.lines);
    if (!recorded.ok && otherwise.ok) this.accepted += 1;
    if (!recorded.ok || otherwise.ok) return;
    const names = new Map(recorded.lines.map(({ line, name }) => [line, name]));
    const lines = otherwise.lines.map(({ line, code }) => ({ name: names.get(line) ?? "", code }));
    this.rejected.push({ at, table, amount: recorded.total, code: otherwise.code, lines });
  }

  /** Every dish that was sold or would have been, the largest difference in money first. */
  dishes(): TriedDish[] {
    const difference = ({ was, would }: TriedDish) => Math.abs(would.amount - was.amount);
    return [...this.#dishes.values()].sort(
      (a, b) => difference(b) - difference(a) || b.was.amount - a.was.amount,
    );
  }

  #count(when: "was" | "would", lines: readonly OrderLine[]): void {
    for (const { item, name, quantity, unitPrice } of lines) {
      const dish = this.#dishes.get(item) ?? {
        ...{ item, name: this.#items.get(item)?.name ?? name },
        ...{ was: { quantity: 0, amount: 0 }, would: { quantity: 0, amount: 0 } },
      };
      this.#dishes.set(item, dish);
      dish[when].quantity += quantity;
      dish[when].amount += quantity * unitPrice;
    }
  }
}
