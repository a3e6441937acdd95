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

/** Where a value does not fit, as a path such as `lines.0.name`; undefined when it fits. */
export function misfit(shape: Shape, value: unknown, path = ""): string | undefined {
  if (typeof shape === "string") return isA(shape, value) ? undefined : at(path);
  if ("is" in shape) return value === shape.is ? undefined : at(path);
  if ("either" in shape) {
    return shape.either.some((each) => misfit(each, value) === undefined) ? undefined : at(path);
  }
  if ("each" in shape) {
    if (!Array.isArray(value)) return at(path);
    return first(value.keys(), (i) => misfit(shape.each, value[i], `${path}${i}.`));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return at(path);
  const fields = value as Readonly<Record<string, unknown>>;
  if ("values" in shape) {
    return first(Object.keys(fields), (key) => misfit(shape.values, fields[key], `${path}${key}.`));
  }
  return first(Object.keys(shape.fields), (key) => {
    if (!Object.hasOwn(fields, key)) {
      return shape.optional?.includes(key) ? undefined : `${path}${key}`;
    }
    return misfit(shape.fields[key] as Shape, fields[key], `${path}${key}.`);
  });
}

function isA(type: Extract<Shape, string>, value: unknown): boolean {
  if (type === "any") return true;
  if (type === "null") return value === null;
  if (type === "integer") return Number.isSafeInteger(value);
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  return typeof value === type;
}

/** The path of the value itself; "." for the whole. */
function at(path: string): string {
  return path === "" ? "." : path.slice(0, -1);
}

function first<K>(keys: Iterable<K>, problem: (key: K) => string | undefined): string | undefined {
  for (const key of keys) {
    const found = problem(key);
    if (found !== undefined) return found;
  }
  return undefined;
}
