/** A part of what is hashed. */
export type HashField = string | number | null;

/**
 * A list of fields as one text that no other list has: a field is its length in bytes, a colon and the
 * text; null is a dash; numbers are decimal. All chains hash this (persistence's audit-chain.ts).
 */
export function fieldsText(fields: readonly HashField[]): string {
  return fields.map(fieldText).join("");
}

const encoder = new TextEncoder();

function fieldText(field: HashField): string {
  if (field === null) return "-";
  const text = String(field);
  return `${encoder.encode(text).length}:${text}`;
}
