import type { Step, TracedConfirm } from "./confirm-trace.ts";

/** A step that is over. */
export interface TracedStep {
  /** When it began, ms since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Ids and counts only: traces leave the system. */
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** Why it failed. */
  readonly error?: string;
}

/** Where finished steps of confirms are noted; sending them is nobody's wait. */
export interface Tracing {
  step(confirm: TracedConfirm, step: Step, what: TracedStep): void;
  /** Sends what is left, in bounded time. */
  close(): Promise<void>;
}
