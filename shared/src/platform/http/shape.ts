/**
 * What an answer has to look like, as plain data: enough to tell ours from a stranger's and to rely on
 * its types, without the schema library that would weigh on a phone. `shape-of.ts` makes it of a schema.
 *
 * Fields that a shape does not name are left alone, and so are the words of an enumeration: a newer
 * server may have more of both.
 */
export type Shape =
  | "any"
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "null"
  /** Exactly this value. */
  | { readonly is: string | number | boolean }
  | { readonly each: Shape }
  /** An object used as a dictionary. */
  | { readonly values: Shape }
  | { readonly fields: Readonly<Record<string, Shape>>; readonly optional?: readonly string[] }
  | { readonly either: readonly Shape[] };

/** Where a value does not fit, as a path such as `lines.0.name`, "." for the whole; undefined when it fits. */
export function misfit(shape: Shape, value: unknown): string | undefined {
  if (typeof shape === "string") return isA(shape, value) ? undefined : HERE;
  if ("is" in shape) return value === shape.is ? undefined : HERE;
  if ("either" in shape) {
    return shape.either.some((each) => misfit(each, value) === undefined) ? undefined : HERE;
  }
  if ("each" in shape) {
    if (!Array.isArray(value)) return HERE;
    return first(value.keys(), (i) => misfit(shape.each, value[i]));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return HERE;
  const fields = value as Readonly<Record<string, unknown>>;
  if ("values" in shape) {
    return first(Object.keys(fields), (key) => misfit(shape.values, fields[key]));
  }
  return first(Object.keys(shape.fields), (key) => {
    if (Object.hasOwn(fields, key)) return misfit(shape.fields[key] as Shape, fields[key]);
    return shape.optional?.includes(key) ? undefined : HERE;
  });
}

const HERE = ".";

function isA(type: Extract<Shape, string>, value: unknown): boolean {
  if (type === "any") return true;
  if (type === "null") return value === null;
  if (type === "integer") return Number.isSafeInteger(value);
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  return typeof value === type;
}

/** The path of the first part that does not fit; only then is one put together. */
function first<K extends string | number>(
  keys: Iterable<K>,
  problem: (key: K) => string | undefined,
): string | undefined {
  for (const key of keys) {
    const found = problem(key);
    if (found !== undefined) return found === HERE ? String(key) : `${key}.${found}`;
  }
  return undefined;
}
