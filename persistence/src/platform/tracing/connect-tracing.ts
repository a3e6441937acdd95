import type { Logger } from "pino";
import type { TracedStep, Tracing } from "./tracing.ts";

export type { TracedStep, Tracing };

/** What tracing can be told. */
export interface TraceOptions {
  /** Where traces are sent over OTLP/HTTP, without /v1/traces; undefined: nowhere. */
  readonly endpoint: string | undefined;
  /** The share of confirms that are traced, 0 to 1; all processes choose the same ones. */
  readonly share: number;
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
