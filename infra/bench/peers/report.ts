/** What the comparison found, for people: one Markdown table for each part. */
import { spreadOf } from "../figures.ts";
import { judgeAims } from "./aims.ts";
import { ARMS } from "./arms/all.ts";
import type { FigureRounds, Results } from "./results.ts";
import { short } from "./short.ts";

/** Every figure of every round, with the durability of each arm and the aims. */
export function peersJson(results: Results): unknown {
  const arms = ARMS.map(({ name, durability }) => ({ name, durability }));
  const { figures, discarded, notes } = results;
  return { arms, figures, discarded, notes, aims: judgeAims(results) };
}

export function peersReport(results: Results): string {
  const parts = [...new Set([...results.notes, ...results.figures].map(({ part }) => part))];
  return [
    "Median of the rounds (range).\n",
    ...ARMS.map(({ name, durability }) => `- ${name}: ${durability}`),
    ...parts.map((part) => partReport(results, part)),
    aimsReport(results),
  ].join("\n");
}

function partReport(results: Results, part: string): string {
  const figures = results.figures.filter((figure) => figure.part === part);
  const columns = [...new Set(figures.map(({ column }) => column))];
  const ordered = ARMS.map(({ name }) => name).filter((name) => columns.includes(name));
  const all = [...ordered, ...columns.filter((column) => !ordered.includes(column))];
  const rows = [...new Set(figures.map(({ figure }) => figure))].map((figure) => {
    const unit = figures.find((f) => f.figure === figure)?.unit;
    const cells = all.map((column) => cell(results.find(part, figure, column)));
    return row([unit ? `${figure}, ${unit}` : figure, ...cells]);
  });
  const notes = results.notes.filter((note) => note.part === part);
  const discarded = results.discarded.filter((d) => d.part === part);
  return [
    `\n## ${part}\n`,
    ...notes.map(({ text }) => `${text}.`),
    ...discarded.map(({ column, round, why }) => `Discarded: ${column}, round ${round}: ${why}.`),
    "",
    row(["", ...all]),
    row(["", ...all].map(() => "---")),
    ...rows,
  ].join("\n");
}

function aimsReport(results: Results): string {
  const lines = judgeAims(results).map(
    ({ aim, measured, reached }) => `- ${aim}: ${measured}, ${reached ? "reached" : "NOT reached"}`,
  );
  return lines.length === 0 ? "" : ["\n## Aims\n", ...lines, ""].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function cell(figure: FigureRounds | undefined): string {
  if (!figure) return "–";
  const { median, min, max } = spreadOf(figure.rounds.map(({ value }) => value));
  const bounded = figure.rounds.some(({ atLeast }) => atLeast) ? "≥ " : "";
  const range = min === max ? "" : ` (${short(min)}–${short(max)})`;
  return `${bounded}${short(median)}${range}`;
}
