import type { Logger } from "pino";
import type { Step, TracedConfirm } from "./confirm-trace.ts";

/** What tracing can be told. */
export interface TraceOptions {
  /** Where traces are sent over OTLP/HTTP, without /v1/traces; undefined: nowhere. */
  readonly endpoint: string | undefined;
  /** The share of confirms that are traced, 0 to 1; all processes choose the same ones. */
  readonly share: number;
}

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

/** Tracing to the collector at `endpoint`; undefined, and not a line of its SDK loaded, without one. */
export async function connectTracing(options: {
  readonly traces: TraceOptions;
  readonly service: "server" | "worker";
  readonly version: string;
  readonly log: Logger;
}): Promise<Tracing | undefined> {
  const { endpoint, share } = options.traces;
  if (endpoint === undefined) return undefined;
  const { openTelemetry } = await import("./open-telemetry.ts");
  return openTelemetry({ ...options, endpoint, share });
}
