/** Makes the shape of a schema (shape.ts). For servers, tests and the web app's build, which have zod. */
import { z } from "zod";
import type { Shape } from "./shape.ts";

/** The parts of JSON Schema that zod writes for our schemas. */
interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: string | number | boolean;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** The shape of what a schema lets out. Throws for what a shape has no words for. */
export function shapeOf(schema: z.ZodType): Shape {
  return ofJson(z.toJSONSchema(schema, { io: "output", reused: "inline" }) as JsonSchema);
}

function ofJson(schema: JsonSchema): Shape {
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return { either: either.map(ofJson) };
  if (schema.const !== undefined) return { is: schema.const };
  const { type } = schema;
  if (typeof type === "object")
    return { either: type.map((each) => ofJson({ ...schema, type: each })) };
  switch (type) {
    case "string":
    case "number":
    case "integer":
    case "boolean":
    case "null":
      return type;
    case "array":
      return { each: ofJson(schema.items ?? {}) };
    case "object":
      return ofObject(schema);
    case undefined:
      if (schema.enum === undefined) return "any";
  }
  throw new Error(`no shape for ${JSON.stringify(schema)}`);
}

function ofObject({ properties, required = [], additionalProperties }: JsonSchema): Shape {
  if (!properties || Object.keys(properties).length === 0) {
    return typeof additionalProperties === "object"
      ? { values: ofJson(additionalProperties) }
      : { fields: {} };
  }
  const optional = Object.keys(properties).filter((key) => !required.includes(key));
  const fields = Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [key, ofJson(value)]),
  );
  return optional.length > 0 ? { fields, optional } : { fields };
}
