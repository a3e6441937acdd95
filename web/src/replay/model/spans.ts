/** A part of the session, as shares of it. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The same parts with those that overlap, or stand closer than `gap`, as one; in order. */
export function mergedSpans(spans: readonly Span[], gap: number): Span[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of [...spans].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && from - last.to < gap) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
