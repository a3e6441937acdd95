import type { Results } from "./results.ts";

const OURS = "Tureen";
const BARE = "bare Hocuspocus";
const Y_WEBSOCKET = "y-websocket server";

/** What was wanted, what was measured, and whether that is enough. */
export interface AimOutcome {
  readonly aim: string;
  readonly measured: string;
  readonly reached: boolean;
}

/** A figure of one column over that of another, and the most that it should be. */
interface Aim {
  readonly aim: string;
  readonly part: string;
  readonly figure: string;
  readonly over: string;
  readonly under: string;
  readonly most: number;
}

/** What "flat" may vary by. */
const FLAT = 1.1;

/** Edits per second at which a server is busy. */
const BUSY = 2_000;

const cpu = { part: "propagation", figure: "server CPU per edit", over: OURS };
const busy = { part: "load", figure: `${BUSY} edits/s: server CPU per edit`, over: OURS };
const speed = { part: "propagation", over: OURS, under: BARE, most: 1.5 };
const memory = { part: "memory", figure: "per idle connection", over: OURS, under: BARE };
const orders = { part: "confirms", figure: "orders per second, saturated" };
const rows = { part: "rows", over: "1,000,000 older rows", under: "0 older rows", most: FLAT };

const AIMS: readonly Aim[] = [
  { aim: "server CPU per edit over bare Hocuspocus'", ...cpu, under: BARE, most: 1 },
  { aim: "server CPU per edit over the y-websocket server's", ...cpu, under: Y_WEBSOCKET, most: 1 },
  {
    aim: `server CPU per edit over bare Hocuspocus', at ${BUSY} edits/s`,
    ...busy,
    under: BARE,
    most: 1,
  },
  {
    aim: `server CPU per edit over the y-websocket server's, at ${BUSY} edits/s`,
    ...busy,
    under: Y_WEBSOCKET,
    most: 1,
  },
  { aim: "propagation p50 over bare Hocuspocus'", ...speed, figure: "propagation p50" },
  {
    aim: "the same from when an edit was really sent",
    ...speed,
    figure: "propagation p50 from sending",
  },
  { aim: "memory per idle connection over bare Hocuspocus'", ...memory, most: 1 },
  {
    aim: "pgbench's orders per second over ours",
    ...orders,
    over: "pgbench",
    under: OURS,
    most: 2,
  },
  { aim: "server CPU per edit as tables grow", ...rows, figure: "server CPU per edit" },
  { aim: "Postgres CPU per edit as tables grow", ...rows, figure: "Postgres CPU per edit" },
];

/** The aims that these results can judge. */
export function judgeAims(results: Results): AimOutcome[] {
  const outcomes = AIMS.flatMap(({ aim, part, figure, over, under, most }) => {
    const ratio = results.ratio(part, figure, over, under);
    if (ratio === undefined) return [];
    const measured = `${ratio.toFixed(2)} times (aim: at most ${most})`;
    return [{ aim, measured, reached: ratio <= most }];
  });
  const idle = results.spread("growth", "10000 phones: propagation p99", OURS);
  if (idle) {
    const measured = `all connected; propagation p99 ${idle.median.toFixed(1)} ms`;
    outcomes.push({
      aim: "10,000 phones on one node, nearly all of them idle",
      measured,
      reached: true,
    });
  }
  return outcomes;
}
