/** The only module that knows OpenTelemetry; loaded when traces are wanted. */
import { hostname } from "node:os";
import {
  DiagLogLevel,
  diag,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  BatchSpanProcessor,
  RandomIdGenerator,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from "@opentelemetry/sdk-trace";
import type { Logger } from "pino";
import { STEPS, spanIdOf, traceIdOf } from "./confirm-trace.ts";
import type { Tracing } from "./tracing.ts";

/** A collector that does not answer must not hold up a process that stops, ms. */
const SEND_TIMEOUT_MS = 2_000;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  internal: SpanKind.INTERNAL,
  consumer: SpanKind.CONSUMER,
  producer: SpanKind.PRODUCER,
};

/** Sends finished steps as spans to the collector, in batches. */
export function openTelemetry(options: {
  readonly endpoint: string;
  readonly share: number;
  readonly service: "server" | "worker";
  readonly version: string;
  readonly log: Logger;
}): Tracing {
  const { endpoint, share, service, version, log } = options;
  const warn = (message: string) => log.warn({ reason: message }, "traces");
  diag.setLogger(
    { error: warn, warn, info() {}, debug() {}, verbose() {} },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, "")}/v1/traces`,
    timeoutMillis: SEND_TIMEOUT_MS,
  });
  const random = new RandomIdGenerator();
  /** The ids of the span that is about to be made. */
  let traceId = "";
  let spanId: string | undefined;
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      "service.name": `tureen-${service}`,
      "service.version": version,
      "service.instance.id": `${hostname()}-${process.pid}`,
    }),
    // Decides by the trace's id alone, so that all processes choose the same traces.
    sampler: new TraceIdRatioBasedSampler(share),
    idGenerator: {
      generateTraceId: () => traceId,
      generateSpanId: () => spanId ?? random.generateSpanId(),
    },
    spanProcessors: [
      new BatchSpanProcessor({ exporter, exportTimeoutMillis: SEND_TIMEOUT_MS + 500 }),
    ],
  });
  const tracer = provider.getTracer("tureen", version);

  return {
    step(confirm, step, { startedAt, durationMs, attributes, error }) {
      const { partOf, kind } = STEPS[step];
      traceId = traceIdOf(confirm);
      // Any will do for a step that no other belongs to.
      spanId = step === "edit" || step === "commit" ? spanIdOf(confirm, step) : undefined;
      const parent = partOf && {
        traceId,
        spanId: spanIdOf(confirm, partOf),
        traceFlags: TraceFlags.SAMPLED,
        isRemote: true,
      };
      const span = tracer.startSpan(
        step,
        {
          kind: KINDS[kind],
          startTime: startedAt,
          attributes: {
            "tureen.restaurant.id": confirm.restaurantId,
            "tureen.session.id": confirm.sessionId,
            "tureen.confirm.id": confirm.confirmId,
            ...attributes,
          },
        },
        parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
      );
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
      span.end(startedAt + durationMs);
    },
    async close() {
      try {
        await provider.shutdown();
      } catch (cause) {
        log.warn({ err: cause }, "the last traces were not sent");
      }
    },
  };
}
