import type { TimeAxis } from "./time-axis.ts";

/**
 * How busy each of `buckets` equal stretches of the session was, 0 to 1, by lane. On a logarithmic
 * scale, so that a single tap beside a thousand can still be seen.
 */
export function densityOf(
  log: readonly { readonly author: string; readonly at: number }[],
  axis: TimeAxis,
  buckets: number,
): ReadonlyMap<string, readonly number[]> {
  const counts = new Map<string, number[]>();
  for (const { author, at } of log) {
    let lane = counts.get(author);
    if (!lane) {
      lane = Array<number>(buckets).fill(0);
      counts.set(author, lane);
    }
    const bucket = Math.min(buckets - 1, Math.floor(axis.share(at) * buckets));
    lane[bucket] = (lane[bucket] ?? 0) + 1;
  }
  const most = Math.max(1, ...[...counts.values()].map((lane) => Math.max(...lane)));
  const height = (n: number) => (n === 0 ? 0 : 0.3 + 0.7 * (Math.log1p(n) / Math.log1p(most)));
  return new Map([...counts].map(([author, lane]) => [author, lane.map(height)]));
}

/** The bars of one lane as an SVG path in a box of `buckets` × 1. */
export function barsPath(heights: readonly number[]): string {
  return heights
    .map((h, x) => (h === 0 ? "" : `M${x + 0.1} 1v${-h.toFixed(2)}h0.8v${h.toFixed(2)}z`))
    .join("");
}
