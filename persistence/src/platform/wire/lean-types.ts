/** What runs on either wire with as little as possible made of its values and rows. */

/** A named statement; the name must belong to this text alone. */
export interface LeanStatement {
  readonly name: string;
  readonly text: string;
  /**
   * The same, where Citus spreads the tables (spread.ts): a call of one function that enters the
   * restaurant by itself, and is sent as it is to the machine with the restaurant's rows.
   */
  readonly spread?: string;
}

/** Text as Postgres reads it, or bytes. */
export type LeanValue = string | Buffer;

/** A row's fields as Postgres prints them. */
export type LeanRow = (string | null)[];

/** An array as Postgres reads it from text. */
export function arrayText(values: readonly (string | number | boolean | null)[]): string {
  const items = values.map((value) =>
    value === null ? "NULL" : `"${String(value).replaceAll(/["\\]/g, "\\$&")}"`,
  );
  return `{${items.join(",")}}`;
}
