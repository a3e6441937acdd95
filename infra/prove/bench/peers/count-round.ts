import { type GeneratorLoad, generatorProblem } from "./generator-load.ts";
import type { Discarded, Results } from "./results.ts";

/** Adds a figure of a round that counts. */
export type AddFigure = (figure: string, unit: string, value: number) => void;

/** What adds this round's figures; null, and the round noted as discarded, when they are the generator's own. */
export function countRound(
  results: Results,
  { part, column, round }: Omit<Discarded, "why">,
  generator: GeneratorLoad,
): AddFigure | null {
  const why = generatorProblem(generator);
  if (why !== null) {
    results.discard({ part, column, round, why });
    return null;
  }
  return (figure, unit, value) => results.add({ part, figure, unit, column }, round, value);
}
