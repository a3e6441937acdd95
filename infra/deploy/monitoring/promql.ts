import { parser } from "@prometheus-io/lezer-promql";

/** What a PromQL expression asks of Prometheus. */
export interface Asked {
  /** Names of time series, with the labels by which each is selected. */
  readonly series: readonly { readonly name: string; readonly labels: readonly string[] }[];
  /** Labels by which results are grouped or matched. */
  readonly groupedBy: readonly string[];
}

/** Reads an expression with Prometheus' own grammar; throws a SyntaxError that names the place. */
export function readPromql(expression: string): Asked {
  const series: { name: string; labels: string[] }[] = [];
  const groupedBy: string[] = [];
  parser.parse(expression).iterate({
    enter({ type, from, to, node }) {
      const text = expression.slice(from, to);
      if (type.isError) {
        throw new SyntaxError(`${JSON.stringify(expression)} is wrong at character ${from + 1}`);
      }
      if (type.name === "VectorSelector") series.push({ name: "", labels: [] });
      else if (type.name === "Identifier") series.at(-1)!.name = text;
      else if (type.name === "LabelName") {
        if (node.parent?.name === "GroupingLabels") groupedBy.push(text);
        else series.at(-1)!.labels.push(text);
      }
    },
  });
  return { series, groupedBy };
}
