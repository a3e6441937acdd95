/**
 * The roots of a session's document and who may write in each. The writer is a function of the key
 * alone, so that the guard, the phones and a replay cannot disagree. A root is a file in roots/, a line
 * here, and a line for its schema in values.ts.
 */
import type { DinerId } from "../../platform/identity.ts";
import type { DinerRootDefinition, ServerRootDefinition } from "./root.ts";
import { claims } from "./roots/claims.ts";
import { confirms } from "./roots/confirms.ts";
import { diners } from "./roots/diners.ts";
import { entries } from "./roots/entries.ts";
import { lines } from "./roots/lines.ts";
import { marks } from "./roots/marks.ts";
import { orders } from "./roots/orders.ts";
import { payments } from "./roots/payments.ts";
import { portions } from "./roots/portions.ts";
import { receipts } from "./roots/receipts.ts";
import { session } from "./roots/session.ts";
import { treats } from "./roots/treats.ts";
import { wishes } from "./roots/wishes.ts";

/** Roots of diners, in the order in which values can be written anew: each after what it builds on. */
export const DINER_ROOTS = { lines, portions, marks, claims, treats, wishes, confirms } as const;

const SERVER_ROOTS = { diners, receipts, orders, entries, payments, session } as const;

const ALL = { ...DINER_ROOTS, ...SERVER_ROOTS } as const;

export type DinerRoot = keyof typeof DINER_ROOTS;
export type ServerRoot = keyof typeof SERVER_ROOTS;
export type Root = DinerRoot | ServerRoot;

/** What stands under a key of a root. */
export type ValueOf<R extends Root> = NonNullable<(typeof ALL)[R]["value"]>;

export const DINER_ROOT_NAMES = Object.keys(DINER_ROOTS) as readonly DinerRoot[];
export const ROOTS = Object.keys(ALL) as readonly Root[];

/** The definition of a root, whatever its values are. */
export function rootOf(root: Root): DinerRootDefinition | ServerRootDefinition {
  return ALL[root] as DinerRootDefinition | ServerRootDefinition;
}

export function isDinerRoot(root: string): root is DinerRoot {
  return Object.hasOwn(DINER_ROOTS, root);
}

export function isRoot(root: string): root is Root {
  return Object.hasOwn(ALL, root);
}

/** The one diner who may write this key, or null when no diner may (or it is malformed). */
export function writerOf(root: string, key: string): DinerId | null {
  return isDinerRoot(root) ? (DINER_ROOTS[root].key.exec(key)?.[1] ?? null) : null;
}

/** What a root's changes are told as in a replay, without those of replay/events.ts. */
export type RootHappening = {
  [R in Root]: (typeof ALL)[R] extends { readonly tell?: infer Tell }
    ? NonNullable<Tell> extends (change: never) => readonly (infer Happening)[]
      ? Happening
      : never
    : never;
}[Root];
