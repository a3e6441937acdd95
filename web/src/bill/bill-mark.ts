import type { SessionView } from "@tureen/shared/table/document/session-document";

/**
 * What a receipt for the whole table is made of, to be compared: the same however often a bill is read
 * again and in whatever order the reader has its parts, another one as soon as something happened.
 */
export function billMark({ payments, entries }: SessionView): string {
  return JSON.stringify([payments, entries].map(inOrder));
}

function inOrder(root: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(root).sort(([a], [b]) => (a < b ? -1 : 1));
}
