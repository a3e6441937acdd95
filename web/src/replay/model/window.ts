/** A part of a list that is too long to be drawn, and how much of it is left out before and after. */
export interface ListWindow<T> {
  readonly shown: readonly T[];
  readonly before: number;
  readonly after: number;
}

/** At most `size` of a list: the end of it, or the part around `focus` when that is not in there. */
export function windowOf<T>(
  all: readonly T[],
  size: number,
  focus = all.length - 1,
): ListWindow<T> {
  const last = Math.max(0, all.length - size);
  const from = focus < last ? Math.max(0, focus - Math.floor(size / 2)) : last;
  const shown = all.slice(from, from + size);
  return { shown, before: from, after: all.length - from - shown.length };
}
