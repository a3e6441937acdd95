/**
 * The trace of a confirm, from the tap that made it to the kitchen's screens. Its ids are computed
 * from session and confirm, which every process knows: nothing is stored or sent along for it.
 */
import { createHash } from "node:crypto";

/** The one confirm of a session that a trace is about. */
export interface TracedConfirm {
  readonly restaurantId: string;
  readonly sessionId: string;
  readonly confirmId: string;
}

/** The steps of a trace, and of which each is a part. Those that others belong to happen once. */
export const STEPS = {
  /** The server takes the edit that holds the confirm: guard, menu, log. */
  edit: { partOf: null, kind: "server" },
  /** The edit and the confirm's queue row become durable. */
  append: { partOf: "edit", kind: "client" },
  /** The confirm waits for a worker. */
  queue: { partOf: "edit", kind: "internal" },
  /** The worker decides it and commits the order. */
  commit: { partOf: "edit", kind: "consumer" },
  /** A try of the worker's that failed, or came second. */
  try: { partOf: "edit", kind: "consumer" },
  /** The worker tells the other processes. */
  signal: { partOf: "commit", kind: "producer" },
  /** A server reads the order's event and sends it to the kitchen's screens. */
  kitchen: { partOf: "commit", kind: "producer" },
} as const;

export type Step = keyof typeof STEPS;

/** The trace's id: 32 hexadecimal digits. */
export function traceIdOf({ sessionId, confirmId }: TracedConfirm): string {
  return digest(sessionId, confirmId).slice(0, 32);
}

/** The id of a step that others belong to: 16 hexadecimal digits. */
export function spanIdOf({ sessionId, confirmId }: TracedConfirm, step: "edit" | "commit"): string {
  return digest(sessionId, confirmId, step).slice(0, 16);
}

const digest = (...parts: readonly string[]) =>
  createHash("sha256").update(parts.join("/")).digest("hex");
