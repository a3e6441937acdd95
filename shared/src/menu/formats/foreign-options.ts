/** What readers of foreign menus share: options within their bounds, and options that choices open. */
import { MAX_OPTION_VALUES } from "../../platform/limits.ts";
import type { RawOption, RawValue } from "./raw-menu.ts";
import type { Notes } from "./report.ts";

/** How often a choice may be made where the other system says "several times" and not how many. */
export const SEVERAL = 9;

/** An option of another system: its least and most may be more than there is, and left out. */
export interface ForeignOption
  extends Pick<RawOption, "id" | "name" | "translations" | "included"> {
  readonly min: number | null | undefined;
  /** Null, or left out: as many as there are. */
  readonly max: number | null | undefined;
  readonly values: readonly RawValue[];
}

/** The option within what can be chosen of it; what is chosen beforehand past that is told. */
export function optionWithin(
  { min, max: most, values: said, included, ...named }: ForeignOption,
  { path, notes }: { readonly path: string; readonly notes: Notes },
): RawOption {
  const room = said.reduce((sum, { max_quantity = 1 }) => sum + max_quantity, 0);
  const max = Math.max(1, Math.min(most ?? room, room, MAX_OPTION_VALUES));
  let left = max;
  const values = said.map((value) => {
    const { default_quantity = 0, ...rest } = value;
    if (default_quantity === 0) return rest;
    const count = Math.min(default_quantity, value.max_quantity ?? 1, left);
    left -= count;
    if (count < default_quantity) {
      notes.add("not-kept", path, "beforehand");
    }
    return count > 0 ? { ...rest, default_quantity: count } : rest;
  });
  return {
    ...named,
    min: Math.min(Math.max(min ?? 0, 0), max),
    max,
    ...(included !== undefined && included > 0 && { included }),
    values,
  };
}

/** A group of another system, with the groups that its choices open: their keys by the choice's id. */
export interface ForeignGroup<Key> {
  readonly option: RawOption;
  readonly opens: readonly { readonly value: string; readonly groups: readonly Key[] }[];
}

/**
 * The options of a dish: its own groups, and after them those that choices open, each once, with all that
 * opens it. What would open something that stands before it is told.
 */
export function withOpened<Key>(
  own: readonly Key[],
  read: (key: Key) => ForeignGroup<Key> | null,
  { path, notes }: { readonly path: string; readonly notes: Notes },
): RawOption[] {
  const order = [...new Set(own)];
  const openers = new Map<Key, string[]>();
  const options: RawOption[] = [];
  for (let at = 0; at < order.length; at++) {
    const key = order[at] as Key;
    const group = read(key);
    if (!group) continue;
    const openedBy = openers.get(key);
    options.push(openedBy ? { ...group.option, opened_by: openedBy } : group.option);
    for (const { value, groups } of group.opens) {
      for (const opened of groups) {
        const place = order.indexOf(opened);
        if (place >= 0 && !openers.has(opened)) continue; // Asked in any case.
        if (place >= 0 && place <= at) {
          notes.add("not-kept", path, "opens-before");
          continue;
        }
        if (place < 0) order.push(opened);
        openers.set(opened, [...new Set([...(openers.get(opened) ?? []), value])]);
      }
    }
  }
  return options;
}
