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
  return [
    `\n## ${part}\n`,
    ...notes.map(({ text }) => `${text}.`),
    ...discardedLines(results, part),
    "",
    row(["", ...all]),
    row(["", ...all].map(() => "---")),
    ...rows,
  ].join("\n");
}

/** One line for each reason that a column had, with its rounds. */
function discardedLines(results: Results, part: string): string[] {
  const rounds = new Map<string, number[]>();
  for (const { column, round, why } of results.discarded.filter((d) => d.part === part)) {
    const what = `${column}: ${why}`;
    rounds.set(what, [...(rounds.get(what) ?? []), round]);
  }
  return [...rounds].map(
    ([what, which]) =>
      `Discarded: ${what} (${which.length === 1 ? "round" : "rounds"} ${which.join(", ")}).`,
  );
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
  const range = min === max ? "" : ` (${short(min)}–${short(max)})`;
  return `${short(median)}${range}`;
}
