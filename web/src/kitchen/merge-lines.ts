/** Dishes of a ticket that are the same to a cook, told as one. */
import type { Ticket } from "@tureen/shared/kitchen/endpoints";

type Line = Ticket["lines"][number];

/** A dish as a ticket shows it. */
export interface ShownLine {
  /** Of all that are told as one: quantities are summed up. */
  readonly line: Line;
  /** What it is made of, as it was ordered; one unless some were merged. */
  readonly parts: readonly Line[];
}

/** Each line by itself, as it was ordered. */
export function singleLines(lines: readonly Line[]): ShownLine[] {
  return lines.map((line) => ({ line, parts: [line] }));
}

/**
 * Merges lines that differ in nothing but how many, and for whom: the same dish, choices and note, made at
 * the same place, and as far on. What of a line was taken back is told with that line alone.
 */
export function mergeLines(lines: readonly Line[]): ShownLine[] {
  const merged = new Map<unknown, Line[]>();
  for (const line of lines) {
    const isChanged = line.restored || (line.cancelled ?? []).length > 0;
    const key = isChanged ? line : sameness(line);
    merged.set(key, [...(merged.get(key) ?? []), line]);
  }
  return [...merged.values()].map((parts) => {
    const [first, ...more] = parts as [Line, ...Line[]];
    const quantity = more.reduce((sum, part) => sum + part.quantity, first.quantity);
    return { line: more.length > 0 ? { ...first, quantity } : first, parts };
  });
}

/** Equal for lines that may be told as one; whatever a newer server says of a line counts too. */
function sameness({ id: _, quantity: __, for: ___, forSeat: ____, ...rest }: Line): string {
  return JSON.stringify(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The guests for whom dishes are, each once, with how many where it is not one for each. */
export function guestsOf(
  parts: readonly Line[],
): { readonly name: string | null; readonly seat: number; readonly portions: number }[] {
  const guests = new Map<number, { name: string | null; seat: number; portions: number }>();
  for (const { for: name, forSeat: seat, quantity } of parts) {
    if (seat === null) continue;
    const known = guests.get(seat);
    guests.set(seat, { name, seat, portions: (known?.portions ?? 0) + quantity });
  }
  return [...guests.values()];
}
