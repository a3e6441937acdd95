import type { BillTerms } from "@tureen/shared/table/document/types";

/**
 * What the bill of a table that is opened now is made by. Handed in, because settings of bills are
 * not the table's business. Undefined where a restaurant does its bills elsewhere.
 */
export type TermsOf = (restaurantId: string, now: Date) => Promise<BillTerms | undefined>;
