/**
 * How much of a table's document one diner may take, so that nobody can fill it for the others:
 * each has a bound of their own, and even when the table is full, everybody has a reserve that
 * nobody else can use up.
 */
import {
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENT_BYTES_PER_DINER,
  RESERVED_DOCUMENT_BYTES_PER_DINER,
} from "../../platform/limits.ts";

export interface Share {
  readonly table: number;
  readonly diner: number;
  readonly reserved: number;
}

/** Of the document's bytes; the shares of keys stand with their roots. */
export const BYTES_SHARE: Share = {
  table: MAX_DOCUMENT_BYTES,
  diner: MAX_DOCUMENT_BYTES_PER_DINER,
  reserved: RESERVED_DOCUMENT_BYTES_PER_DINER,
};

/** Whether a diner would have too much: `all` and `own` count what the addition brings as well. */
export function exceedsShare(share: Share, { all, own }: { all: number; own: number }): boolean {
  return own > share.diner || (all > share.table && own > share.reserved);
}
