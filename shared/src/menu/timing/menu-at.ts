/**
 * A menu at a time by the restaurant's clock: what of it is served, what comes, which prices count,
 * and until when that is so. Whether the restaurant is open at all is another matter (opening.ts).
 */
import type { Menu, MenuCategory, MenuItem, MenuOption, MenuOptionValue } from "../menu.ts";
import type { LocalMinute } from "./local-time.ts";
import { priceAt } from "./price-rules.ts";
import type { TimeWindow } from "./rules.ts";
import { isOpen, nextEdge, servedFrom } from "./windows.ts";

/** A menu as it is at a time. */
export interface MenuAt {
  /** With the prices that count; the very same object where no rule changes any. */
  readonly menu: Menu;
  /** Dishes and values that are not served, with when they are; null: not in sight. */
  readonly unserved: ReadonlyMap<string, LocalMinute | null>;
  /** Nothing of this changes before then; Infinity: never. */
  readonly until: LocalMinute;
}

/** The menu at a time. A value is served when its dish is and its own windows say so. */
export function menuAt(menu: Menu, local: LocalMinute, dayStartsAt: number): MenuAt {
  const unserved = new Map<string, LocalMinute | null>();
  let until = Number.POSITIVE_INFINITY;

  const look = (id: string, ...levels: (readonly TimeWindow[] | undefined)[]) => {
    if (levels.every((windows) => isOpen(windows, local, dayStartsAt))) return;
    unserved.set(id, servedFrom(levels, local, dayStartsAt));
  };
  const expect = (thing: Pick<MenuItem, "served" | "priceRules">) => {
    const windows = [thing.served, ...(thing.priceRules ?? []).map(({ when }) => when)];
    for (const each of windows) until = Math.min(until, nextEdge(each, local, dayStartsAt));
  };

  const categories = mapped(menu.categories, (category): MenuCategory => {
    expect(category);
    const items = mapped(category.items, (item): MenuItem => {
      expect(item);
      look(item.id, category.served, item.served);
      const options = mapped(item.options, (option): MenuOption => {
        const values = mapped(option.values, (value) => {
          expect(value);
          look(value.id, value.served);
          return pricedBy(value, (delta) => priceAt(delta, [value.priceRules], local, dayStartsAt));
        });
        return values === option.values ? option : { ...option, values };
      });
      const rules = [item.priceRules, category.priceRules];
      const price = Math.max(0, priceAt(item.price, rules, local, dayStartsAt));
      return options === item.options && price === item.price ? item : { ...item, options, price };
    });
    return items === category.items ? category : { ...category, items };
  });
  return {
    menu: categories === menu.categories ? menu : { ...menu, categories },
    unserved,
    until,
  };
}

/** A value at the prices that count, also beside a size; the very same one where none changes. */
function pricedBy(value: MenuOptionValue, now: (delta: number) => number): MenuOptionValue {
  const atPrice = <T extends { readonly priceDelta: number }>(thing: T): T => {
    const priceDelta = now(thing.priceDelta);
    return priceDelta === thing.priceDelta ? thing : { ...thing, priceDelta };
  };
  const priced = atPrice(value);
  const priceBy = value.priceBy && mapped(value.priceBy, atPrice);
  return priceBy === value.priceBy ? priced : { ...priced, priceBy: priceBy ?? [] };
}

/** What each menu came to last. */
const latest = new WeakMap<Menu, { from: LocalMinute; dayStartsAt: number; now: MenuAt }>();

/**
 * The same, worked out anew only when the clock has come to a change: a menu may have 600 dishes, and
 * each of their orders is decided by it.
 */
export function keptMenuAt(menu: Menu, local: LocalMinute, dayStartsAt: number): MenuAt {
  const known = latest.get(menu);
  if (known?.dayStartsAt === dayStartsAt && known.from <= local && local < known.now.until) {
    return known.now;
  }
  const now = menuAt(menu, local, dayStartsAt);
  latest.set(menu, { from: local, dayStartsAt, now });
  return now;
}

/** The same array when nothing in it has changed. */
function mapped<T>(things: readonly T[], change: (thing: T) => T): readonly T[] {
  const next = things.map(change);
  return next.every((thing, i) => thing === things[i]) ? things : next;
}
