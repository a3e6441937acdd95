import { distance } from "fastest-levenshtein";
import { z } from "zod";

/** A field that is in a file although nothing reads it. */
export interface UnknownField {
  /** `categories[1].items[2].colour` */
  readonly path: string;
  /** The field that was probably meant. */
  readonly meant?: string;
}

/** The fields of some JSON that its schema does not name, in the JSON's order. */
export function unknownFields(schema: z.ZodType, json: unknown): UnknownField[] {
  const found: UnknownField[] = [];
  look(schema, json, [], found);
  return found;
}

/** `["categories", 1, "name"]` as `categories[1].name`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text ? `${text}.${String(part)}` : String(part);
  }, "");
}

function look(
  wrapped: z.core.$ZodType,
  json: unknown,
  path: readonly (string | number)[],
  found: UnknownField[],
): void {
  const schema = unwrap(wrapped);
  if (schema instanceof z.ZodArray && Array.isArray(json)) {
    for (const [i, element] of json.entries()) look(schema.element, element, [...path, i], found);
    return;
  }
  if (schema instanceof z.ZodUnion) {
    // One thing, or a list of them.
    const fits = (option: z.core.$ZodType) =>
      Array.isArray(json) ? option instanceof z.ZodArray : option instanceof z.ZodObject;
    const [only, another] = schema.options.filter(fits);
    if (only && !another) look(only, json, path, found);
    return;
  }
  if (schema instanceof z.ZodRecord && typeof json === "object" && json !== null) {
    for (const [key, value] of Object.entries(json)) {
      look(schema.valueType, value, [...path, key], found);
    }
    return;
  }
  if (!(schema instanceof z.ZodObject) || typeof json !== "object" || json === null) return;
  const names = Object.keys(schema.shape);
  for (const [key, value] of Object.entries(json)) {
    const at = [...path, key];
    const field = Object.hasOwn(schema.shape, key) ? schema.shape[key] : undefined;
    if (field) {
      look(field, value, at, found);
      continue;
    }
    const meant = nearest(key, names);
    found.push({ path: pathText(at), ...(meant !== undefined && { meant }) });
  }
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodNullable
    ? unwrap(schema.unwrap())
    : schema;
}

/** The name that a key was probably meant to be: misspelt by a letter or two, or with a word more. */
function nearest(key: string, names: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, "");
  const [closest] = names
    .map((name) => ({ name, off: distance(plain(key), plain(name)) }))
    .filter(({ name, off }) => off <= Math.min(2, Math.floor(name.length / 3)))
    .sort((a, b) => a.off - b.off);
  if (closest) return closest.name;
  const words = wordsOf(key);
  if (words.length === 0) return undefined;
  return names.find((name) => {
    const others = wordsOf(name);
    return others.every((word) => words.includes(word)) || words.every((w) => others.includes(w));
  });
}

/** "externalId" and "external_id" as ["external", "id"]. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== "");
}
