import type { DinerId } from "@tureen/shared/table/document/types";

/** The people of a bill, as whoever shows it knows them. */
export interface BillPeople {
  /** The reader, where they sit at the table. */
  readonly me: DinerId | null;
  readonly nameOf: (diner: DinerId) => string;
  /** The name only if one is known. */
  readonly knownName: (diner: DinerId) => string | undefined;
  readonly colourOf: (diner: DinerId) => number;
}
