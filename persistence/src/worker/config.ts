import { isPlaceholder, PLACEHOLDER_PROBLEM } from "@tureen/shared/platform/placeholder";
import { z } from "zod";
import { mayTakePayments, NO_MONEY, PAYMENT_PROVIDERS } from "../bill/providers/create-provider.ts";
import { readStripeSettings, type StripeSettings } from "../bill/providers/stripe/settings.ts";
import { printerNetworks } from "../kitchen/printing/printer-networks.ts";
import { LOG_LEVELS } from "../platform/logging.ts";
import { ConfigError } from "../platform/run.ts";
import { WIRES } from "../platform/wire/index.ts";

const wholeNumber = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
/** An unset variable and an empty one mean the same. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema);

/** An address with a password of one's own. */
const address = () =>
  z.string("must be set").refine((url) => !isPlaceholder(url), PLACEHOLDER_PROBLEM);

const schema = z
  .object({
    /** Any Postgres 15 to 18. */
    DATABASE_URL: address().min(1, "must be set"),
    /** A PgBouncer in transaction mode that statements go through (infra/deploy/pgbouncer). */
    DATABASE_POOLER_URL: optional(address().optional()),
    /** How statements reach Postgres (platform/wire). */
    DATABASE_WIRE: optional(z.enum(WIRES).default("quick")),
    DATABASE_POOL_MIN: optional(wholeNumber(0, 1000).default(5)),
    DATABASE_POOL_MAX: optional(wholeNumber(2, 1000).default(20)),
    /** The role to act as; "none" when the login user is itself a member of tureen_app. */
    DATABASE_ROLE: optional(z.string().default("tureen_app")),
    /** Signals go over Redis when set, else over Postgres. */
    REDIS_URL: optional(address().optional()),
    /** A confirm older than this on arrival asks again rather than cooking a stale wish. */
    CONFIRM_MAX_AGE_MINUTES: optional(z.coerce.number().positive().max(1440).default(10)),
    /** Who is asked for money that guests pay on their phones; nobody when unset. */
    PAYMENT_PROVIDER: optional(z.enum(PAYMENT_PROVIDERS).optional()),
    /** Set by `npm start` on its own database: what is paid there is not meant. */
    DEMONSTRATION: optional(z.literal("on").optional()),
    /** How long what somebody pays is kept for them. */
    PAYMENT_RESERVE_MINUTES: optional(z.coerce.number().positive().max(120).default(10)),
    /** A session's log is removed this long after the session ended; its orders stay. */
    LOG_RETENTION_DAYS: optional(wholeNumber(1, 36_500).default(30)),
    /**
     * Where printers may be that are reached over TCP: "private" networks, "none", or networks such as
     * 192.168.20.0/24, with commas between. Managers name hosts, and nothing is sent anywhere else.
     */
    PRINTER_NETWORKS: optional(
      z
        .string()
        .default("private")
        .transform((text, { addIssue }) => {
          try {
            return printerNetworks(text);
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
            addIssue(error.message);
            return z.NEVER;
          }
        }),
    ),
    /** Sessions whose confirms are worked on at once. */
    WORKER_CONCURRENCY: optional(wholeNumber(1, 64).default(6)),
    /** Where /health and /metrics are served, if anywhere. */
    WORKER_PORT: optional(wholeNumber(0, 65_535).optional()),
    /** The address on which they are served; all of them when unset. */
    WORKER_HOST: optional(z.string().optional()),
    /** The collector that is sent traces over OTLP/HTTP, without /v1/traces; none are made when unset. */
    OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url({ protocol: /^https?$/ }).optional()),
    /** The share of confirms that are traced. */
    OTEL_TRACES_SAMPLER_ARG: optional(z.coerce.number().min(0).max(1).default(1)),
    /** Lets the parent process cause faults; only for `npm run chaos`. */
    CHAOS: optional(z.literal("on").optional()),
    NODE_ENV: optional(z.string().optional()),
    LOG_LEVEL: optional(z.enum(LOG_LEVELS).default("info")),
  })
  .refine((env) => env.CHAOS === undefined || env.NODE_ENV !== "production", {
    path: ["CHAOS"],
    message: "may not be set in production: it lets the parent process cause faults",
  })
  .refine(mayTakePayments, { path: ["PAYMENT_PROVIDER"], message: NO_MONEY });

/** What the worker can be told by its environment. */
export type WorkerConfig = z.infer<typeof schema> & { readonly stripe: StripeSettings };

/** Reads the worker's environment; throws a ConfigError naming the first variable that is wrong. */
export function parseWorkerConfig(env: Readonly<Record<string, string | undefined>>): WorkerConfig {
  const result = schema.safeParse(env);
  if (result.success) return { ...result.data, stripe: readStripeSettings(env) };
  const issue = result.error.issues[0];
  throw new ConfigError(`${issue?.path.join(".")}: ${issue?.message}`);
}
