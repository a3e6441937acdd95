/** Collects figures of rounds, and knows no more of them than their names. */
import { median, type Spread, spreadOf } from "../figures.ts";

/** Which figure: a row and a column of a part's table. */
export interface FigureName {
  readonly part: string;
  readonly figure: string;
  readonly unit: string;
  /** The arm, or what else is compared. */
  readonly column: string;
}

export interface FigureRounds extends FigureName {
  readonly rounds: { readonly round: number; readonly value: number }[];
}

export interface Discarded {
  readonly part: string;
  readonly column: string;
  readonly round: number;
  readonly why: string;
}

export class Results {
  readonly figures: FigureRounds[] = [];
  readonly discarded: Discarded[] = [];
  /** Rounds that did not come to their end. */
  failures = 0;
  readonly notes: { readonly part: string; readonly text: string }[] = [];

  add(name: FigureName, round: number, value: number): void {
    const { part, figure, unit, column } = name;
    let of = this.find(part, figure, column);
    if (!of) {
      of = { part, figure, unit, column, rounds: [] };
      this.figures.push(of);
    }
    of.rounds.push({ round, value });
  }

  discard(entry: Discarded): void {
    this.discarded.push(entry);
  }

  /** A round did not come to its end. */
  fail(entry: Discarded): void {
    this.discard(entry);
    this.failures += 1;
  }

  /** Something that a reader of this part's figures has to know. */
  note(part: string, text: string): void {
    if (!this.notes.some((n) => n.part === part && n.text === text))
      this.notes.push({ part, text });
  }

  find(part: string, figure: string, column: string): FigureRounds | undefined {
    return this.figures.find((f) => f.part === part && f.figure === figure && f.column === column);
  }

  /** Median and range of the rounds; undefined when no round counts. */
  spread(part: string, figure: string, column: string): Spread | undefined {
    const values = this.find(part, figure, column)?.rounds.map(({ value }) => value);
    return values && spreadOf(values);
  }

  /** Median of one column over another, round by round; undefined when they share no round. */
  ratio(part: string, figure: string, over: string, under: string): number | undefined {
    const a = this.find(part, figure, over)?.rounds ?? [];
    const b = this.find(part, figure, under)?.rounds ?? [];
    const ratios = a.flatMap(({ round, value }) => {
      const other = b.find((r) => r.round === round);
      return other ? [value / other.value] : [];
    });
    return ratios.length > 0 ? median(ratios) : undefined;
  }
}
