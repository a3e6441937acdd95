import type { KubernetesObject } from "./rendered.ts";

/**
 * What the Kubernetes API would refuse in an object, by the schemas of its own OpenAPI document: one
 * sentence per field that is missing, has a wrong form, or that the kind does not have.
 */
export async function schemaProblems(object: KubernetesObject): Promise<string[]> {
  const { apiVersion, kind, metadata } = object;
  const name = `${kind} ${metadata?.name}`;
  const module = `kubernetes-models/${apiVersion}`;
  const models = (await import(/* @vite-ignore */ module).catch(() => ({}))) as Record<
    string,
    { prototype: { validate(): void } } | undefined
  >;
  const model = models[kind];
  if (!model) return [`${name}: there is no ${kind} in ${apiVersion}`];
  const watched = watchReads(object);
  try {
    model.prototype.validate.call(watched.value);
  } catch (error) {
    return [`${name}: ${(error as Error).message}`];
  }
  // A schema reads every field that it knows, and lets the others be; the API server does not.
  return watched.unread().map((path) => `${name}: ${path} is no field of this kind`);
}

/** The same value, and the paths of the fields in it that nobody has read. */
function watchReads(value: object, path = ""): { value: object; unread(): string[] } {
  const inner = new Map<string, ReturnType<typeof watchReads> | undefined>();
  const watched = new Proxy(value, {
    get(target, key) {
      const field: unknown = Reflect.get(target, key);
      if (typeof key !== "string" || !Object.hasOwn(target, key)) return field;
      if (typeof field !== "object" || field === null) {
        inner.set(key, undefined);
        return field;
      }
      const known = inner.get(key) ?? watchReads(field, `${path}.${key}`);
      inner.set(key, known);
      return known.value;
    },
  });
  return {
    value: watched,
    unread: () =>
      Object.keys(value).flatMap((key) =>
        inner.has(key) ? (inner.get(key)?.unread() ?? []) : [`${path}.${key}`],
      ),
  };
}
