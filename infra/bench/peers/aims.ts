import type { Results } from "./results.ts";

const OURS = "Tureen";
const BARE = "bare Hocuspocus";

/** What was wanted, what was measured, and whether that is enough. */
export interface AimOutcome {
  readonly aim: string;
  readonly measured: string;
  readonly reached: boolean;
}

interface Ratio {
  readonly aim: string;
  readonly part: string;
  readonly figure: string;
  readonly over: string;
  readonly under: string;
  readonly bound: number;
  readonly better: "lower" | "higher";
}

const RATIOS: readonly Ratio[] = [
  {
    aim: "server CPU per edit, at most bare Hocuspocus'",
    ...{ part: "propagation", figure: "server CPU per edit", over: OURS, under: BARE },
    ...{ bound: 1, better: "lower" },
  },
  {
    aim: "server CPU per edit, below the y-websocket server's",
    ...{ part: "propagation", figure: "server CPU per edit" },
    ...{ over: OURS, under: "y-websocket server", bound: 1, better: "lower" },
  },
  {
    aim: "propagation p50, at most 1.5 times bare Hocuspocus'",
    ...{ part: "propagation", figure: "propagation p50", over: OURS, under: BARE },
    ...{ bound: 1.5, better: "lower" },
  },
  {
    aim: "the same from when an edit was really sent",
    ...{ part: "propagation", figure: "propagation p50 from sending", over: OURS, under: BARE },
    ...{ bound: 1.5, better: "lower" },
  },
  {
    aim: "memory per idle connection, at most bare Hocuspocus'",
    ...{ part: "memory", figure: "per idle connection", over: OURS, under: BARE },
    ...{ bound: 1, better: "lower" },
  },
  {
    aim: "orders per second, at least half of pgbench's",
    ...{ part: "confirms", figure: "orders per second, saturated", over: OURS, under: "pgbench" },
    ...{ bound: 0.5, better: "higher" },
  },
  {
    aim: "server CPU per edit with a million older rows, at most 1.1 times that with none",
    ...{ part: "rows", figure: "server CPU per edit" },
    ...{ over: "1,000,000 older rows", under: "0 older rows", bound: 1.1, better: "lower" },
  },
  {
    aim: "Postgres CPU per edit with a million older rows, at most 1.1 times that with none",
    ...{ part: "rows", figure: "Postgres CPU per edit" },
    ...{ over: "1,000,000 older rows", under: "0 older rows", bound: 1.1, better: "lower" },
  },
];

/** The aims that these results can judge. */
export function judgeAims(results: Results): AimOutcome[] {
  const outcomes = RATIOS.flatMap(({ aim, part, figure, over, under, bound, better }) => {
    const ratio = results.ratio(part, figure, over, under);
    if (ratio === undefined) return [];
    const reached = better === "lower" ? ratio <= bound : ratio >= bound;
    return [{ aim, measured: `${ratio.toFixed(2)} times`, reached }];
  });
  const most = results.spread("growth", "10000 phones: propagation p99", OURS);
  if (most) {
    const measured = `connected; propagation p99 ${most.median.toFixed(1)} ms`;
    outcomes.push({ aim: "10,000 idle phones on one node", measured, reached: true });
  }
  return outcomes;
}
