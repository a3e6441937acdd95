/** Finds where two plain JSON values part. */

/** The first place where two values are not the same. */
export interface ValueDifference {
  /** Such as "lines[0].unitPrice"; empty for the values themselves. */
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/**
 * The first difference of two plain JSON values, or null. The order of an object's fields does not
 * matter, nor whether a field is undefined or missing; objects are compared in the order of
 * `expected`, so that the answer is always the same.
 */
export function firstDifference(
  expected: unknown,
  found: unknown,
  path = "",
): ValueDifference | null {
  if (Object.is(expected, found)) return null;
  if (Array.isArray(expected) && Array.isArray(found)) {
    const length = Math.max(expected.length, found.length);
    for (let i = 0; i < length; i++) {
      const difference = firstDifference(expected[i], found[i], `${path}[${i}]`);
      if (difference) return difference;
    }
    return null;
  }
  if (isObject(expected) && isObject(found)) {
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      const inner = path === "" ? key : `${path}.${key}`;
      const difference = firstDifference(expected[key], found[key], inner);
      if (difference) return difference;
    }
    return null;
  }
  return { path, expected, found };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
