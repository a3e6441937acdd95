import {
  mayTakePayments,
  NO_MONEY,
  PAYMENT_PROVIDERS,
  type ProviderName,
} from "@tureen/persistence/bill/providers/create-provider";
import {
  readStripeSettings,
  type StripeSettings,
} from "@tureen/persistence/bill/providers/stripe/settings";
import { LOG_LEVELS, type LogLevel } from "@tureen/persistence/platform/logging";
import { ConfigError } from "@tureen/persistence/platform/run";
import {
  acceptedSecrets,
  acceptedSecretsProblem,
  keysOf,
  SECRET_MIN,
  type SecretKeys,
} from "@tureen/persistence/platform/secret-keys";
import type { TraceOptions } from "@tureen/persistence/platform/tracing/connect-tracing";
import { WIRES, type Wire } from "@tureen/persistence/platform/wire/index";
import { isPlaceholder, PLACEHOLDER_PROBLEM } from "@tureen/shared/platform/placeholder";
import { isWholeSite, PUBLIC_URL_PROBLEM } from "@tureen/shared/platform/public-url";
import { z } from "zod";
import { createClientReader } from "./platform/http/client.ts";
import { FAN_OUT_KINDS, type FanOutKind } from "./table/live/fan-out.ts";

const port = z.coerce.number().int().min(0).max(65_535);
const postgresUrl = z
  .string({ error: "is not set" })
  .regex(/^postgres(ql)?:\/\//, "is not a postgres:// address");
const count = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

/** A secret of one's own: those who have read the example know its placeholders. */
const own = (secret: z.ZodString) =>
  secret.refine((value) => !isPlaceholder(value), PLACEHOLDER_PROBLEM);

/** Every variable the server reads, with what it is for. */
const environment = z
  .object({
    DATABASE_URL: own(postgresUrl).describe("Postgres 15 to 18"),
    DATABASE_POOLER_URL: own(postgresUrl)
      .optional()
      .describe(
        "A PgBouncer in transaction mode that statements go through (infra/deploy/pgbouncer)",
      ),
    REPORTS_DATABASE_URL: own(postgresUrl)
      .optional()
      .describe("A read replica, for exports, replays and the record of who did what"),
    DATABASE_WIRE: z
      .enum(WIRES)
      .default("quick")
      .describe("How statements reach Postgres: quick knows pg's inside, plain does without"),
    DATABASE_POOL_MIN: count(0, 1_000).default(5).describe("Connections kept open"),
    DATABASE_POOL_MAX: count(1, 1_000).default(20).describe("Connections at most"),
    REDIS_URL: own(z.string().regex(/^rediss?:\/\//, "is not a redis:// address"))
      .optional()
      .describe("Carries signals, live edits and rate limits between several servers"),
    REDIS_FANOUT: z
      .enum(FAN_OUT_KINDS)
      .default("log")
      .describe(
        "How live edits go over Redis: log, one message each; extension, as other Hocuspocus servers do. The same on every server",
      ),
    JWT_SECRET: own(
      z.string({ error: "is not set" }).min(SECRET_MIN, `is shorter than ${SECRET_MIN} characters`),
    ).describe("Signs the diners' access tokens; the same on every server"),
    JWT_SECRETS_ACCEPTED: z
      .string()
      .optional()
      .superRefine((value, context) => {
        const message = acceptedSecretsProblem(value);
        if (message) context.addIssue({ code: "custom", message });
      })
      .describe(
        "While JWT_SECRET is changed: the next or the last one, accepted too; commas between",
      ),
    SERVER_PORT: port.default(5000).describe("HTTP and live connections"),
    SERVER_HOST: z.string().min(1).optional().describe("Address to listen on; default: all"),
    TRUST_PROXY: z
      .string()
      .default("none")
      .superRefine((value, context) => {
        try {
          createClientReader(value);
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
          context.addIssue({ code: "custom", message: error.message });
        }
      })
      .describe("Whose X-Forwarded headers count: none, loopback, or addresses and a.b.c.d/n"),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/ })
      .refine(isWholeSite, PUBLIC_URL_PROBLEM)
      .optional()
      .describe("The web app's address"),
    SESSION_EXPIRY_MINUTES: count(1, 7 * 24 * 60)
      .default(120)
      .describe("A session ends this long after its last activity"),
    PIN_LENGTH: count(4, 12).default(6).describe("Digits of a table's PIN"),
    MAX_CONNECTIONS: count(1, 200_000).default(20_000).describe("Live connections at most"),
    OTEL_EXPORTER_OTLP_ENDPOINT: z
      .url({ protocol: /^https?$/, error: "is not an http:// address" })
      .optional()
      .describe("The collector that is sent traces over OTLP/HTTP, without /v1/traces; none: off"),
    OTEL_TRACES_SAMPLER_ARG: z.coerce
      .number()
      .min(0)
      .max(1)
      .default(1)
      .describe("The share of confirms that are traced; the same on every process"),
    PAYMENT_PROVIDER: z
      .enum(PAYMENT_PROVIDERS)
      .optional()
      .describe("Who is asked for money that guests pay on their phones; nobody when unset"),
    DEMONSTRATION: z
      .literal("on")
      .optional()
      .describe("Set by npm start on its own database: what is paid there is not meant"),
    DRAIN_SECONDS: count(0, 600)
      .default(3)
      .describe("Time in which a server that stops sends its phones to others"),
    CHAOS: z
      .literal("on")
      .optional()
      .describe("Lets the parent process cause faults; only for npm run chaos"),
    NODE_ENV: z.string().optional().describe("In production CHAOS is refused"),
    LOG_LEVEL: z.enum(LOG_LEVELS).default("info"),
  })
  .refine((env) => env.DATABASE_POOL_MIN <= env.DATABASE_POOL_MAX, {
    path: ["DATABASE_POOL_MIN"],
    message: "is larger than DATABASE_POOL_MAX",
  })
  .refine((env) => env.CHAOS === undefined || env.NODE_ENV !== "production", {
    path: ["CHAOS"],
    message: "may not be set in production: it lets the parent process cause faults",
  })
  .refine(mayTakePayments, { path: ["PAYMENT_PROVIDER"], message: NO_MONEY });

/** The server's settings. */
export interface Config {
  readonly databaseUrl: string;
  /** Where statements go instead, when a pooler in transaction mode stands between. */
  readonly databasePoolerUrl: string | undefined;
  /** Where reports are read instead. */
  readonly reportsDatabaseUrl: string | undefined;
  readonly databaseWire: Wire;
  readonly databasePoolMin: number;
  readonly databasePoolMax: number;
  readonly redisUrl: string | undefined;
  readonly redisFanOut: FanOutKind;
  /** The first signs diners' tokens, each is believed. */
  readonly jwtKeys: SecretKeys;
  readonly port: number;
  readonly host: string | undefined;
  readonly trustProxy: string;
  /** Origin of the web app, when it is known. */
  readonly publicOrigin: string | undefined;
  readonly sessionExpiryMs: number;
  readonly pinLength: number;
  readonly maxConnections: number;
  readonly paymentProvider: ProviderName | undefined;
  readonly stripe: StripeSettings;
  readonly traces: TraceOptions;
  readonly drainMs: number;
  /** Whether the parent process may cause faults. */
  readonly chaos: boolean;
  readonly logLevel: LogLevel;
}

/**
 * Reads the settings from environment variables; an empty one counts as not set. Throws a ConfigError
 * that names every variable at fault.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const result = environment.safeParse(given);
  if (!result.success) {
    // Never the value itself: it may be a secret.
    const problems = result.error.issues.map(
      (issue) => `${issue.path.join(".")}: ${issue.message}`,
    );
    throw new ConfigError(`The configuration is not usable.\n  ${problems.join("\n  ")}`);
  }
  const values = result.data;
  return {
    databaseUrl: values.DATABASE_URL,
    databasePoolerUrl: values.DATABASE_POOLER_URL,
    reportsDatabaseUrl: values.REPORTS_DATABASE_URL,
    databaseWire: values.DATABASE_WIRE,
    databasePoolMin: values.DATABASE_POOL_MIN,
    databasePoolMax: values.DATABASE_POOL_MAX,
    redisUrl: values.REDIS_URL,
    redisFanOut: values.REDIS_FANOUT,
    jwtKeys: keysOf(
      [values.JWT_SECRET, ...acceptedSecrets(values.JWT_SECRETS_ACCEPTED)],
      (secret) => new TextEncoder().encode(secret),
    ),
    port: values.SERVER_PORT,
    host: values.SERVER_HOST,
    trustProxy: values.TRUST_PROXY,
    publicOrigin: values.PUBLIC_URL && new URL(values.PUBLIC_URL).origin,
    sessionExpiryMs: values.SESSION_EXPIRY_MINUTES * 60_000,
    pinLength: values.PIN_LENGTH,
    paymentProvider: values.PAYMENT_PROVIDER,
    stripe: readStripeSettings(env),
    maxConnections: values.MAX_CONNECTIONS,
    traces: {
      endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
      share: values.OTEL_TRACES_SAMPLER_ARG,
    },
    drainMs: values.DRAIN_SECONDS * 1_000,
    chaos: values.CHAOS !== undefined,
    logLevel: values.LOG_LEVEL,
  };
}
