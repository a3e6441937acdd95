/**
 * How a root of a session's document is defined: once, in its file in roots/. The list of roots, the
 * guard, the protocol's version, the view and a replay derive from the definitions (roots.ts).
 *
 * A definition is carried by phones, so it is free of the schema library; the schema of a root's values
 * stands beside it as a function, and values.ts lists those.
 */
import type { Share } from "./shares.ts";

/** A key that changed; undefined stands for "not there". */
export interface Changed<Value> {
  readonly key: string;
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/** Something that a replay tells of a change; `doneAt` when the phone says when it was done, in ms. */
export interface Told {
  readonly kind: string;
}

interface Common<Value, Happening extends Told> {
  /** What a replay tells of one changed key by itself. What takes several keys is in replay/events.ts. */
  readonly tell?: (change: Changed<Value>) => readonly Happening[];
  /** When what changed was done, by the phone's corrected clock, ms; the server's clock otherwise. */
  readonly doneAt?: (value: Value) => number;
  /** Only ever a type. */
  readonly value?: Value;
}

/** A root whose keys belong to diners. */
export interface DinerRootDefinition<Value = unknown, Happening extends Told = never>
  extends Common<Value, Happening> {
  readonly writer: "diner";
  /** Whether a key may be written again. */
  readonly written: "once" | "often";
  /** The form of its keys; the first group is the one diner who may write the key. */
  readonly key: RegExp;
  /** Only who is host of the table may write in it. */
  readonly hostOnly?: true;
  /** How many keys a diner may have, and all of them together. */
  readonly share?: Share;
}

/** A root that the server alone writes. */
export interface ServerRootDefinition<Value = unknown, Happening extends Told = never>
  extends Common<Value, Happening> {
  readonly writer: "server";
}

/** Defines a root of diners whose values are of this type. */
export function dinerRoot<Value, Happening extends Told = never>(
  definition: Omit<DinerRootDefinition<Value, Happening>, "writer" | "value">,
): DinerRootDefinition<Value, Happening> {
  return { ...definition, writer: "diner" };
}

/** Defines a root of the server whose values are of this type. */
export function serverRoot<Value, Happening extends Told = never>(
  definition: Omit<ServerRootDefinition<Value, Happening>, "writer" | "value"> = {},
): ServerRootDefinition<Value, Happening> {
  return { ...definition, writer: "server" };
}
