import { ARMS } from "./arms/all.ts";
import { barChart } from "./chart.ts";
import type { Results } from "./results.ts";

const CHARTED = [
  {
    title: "Server CPU per edit (less is better)",
    ...{ part: "propagation", figure: "server CPU per edit" },
  },
  {
    title: "Tap to the other phones, p50 (less is better)",
    ...{ part: "propagation", figure: "propagation p50" },
  },
  {
    title: "Tap to acknowledged, p50 (less is better; on disk for Tureen and Socket.IO)",
    ...{ part: "propagation", figure: "acknowledged p50" },
  },
  {
    title: "Edits per second with p99 under 100 ms (more is better)",
    ...{ part: "capacity", figure: "edits/s with p99 under 100 ms" },
  },
  {
    title: "Memory per idle connection (less is better)",
    ...{ part: "memory", figure: "per idle connection" },
  },
];

/** The main figures as a picture; those that were not measured are not in it. */
export function peersChart(results: Results): string {
  const groups = CHARTED.flatMap(({ title, part, figure }) => {
    const bars = ARMS.flatMap(({ name }, i) => {
      const found = results.find(part, figure, name);
      const spread = results.spread(part, figure, name);
      if (!found || !spread) return [];
      return [{ label: name, spread, ours: i === 0, unit: found.unit }];
    });
    const [first] = bars;
    return first ? [{ title, unit: first.unit, bars }] : [];
  });
  return barChart("Tureen beside other ways to share a cart: medians with ranges", groups);
}
