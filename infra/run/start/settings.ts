import { resolve } from "node:path";
import { SECRET_MIN } from "@tureen/persistence/platform/secret-keys";
import { WIRES } from "@tureen/persistence/platform/wire/index";
import { isPlaceholder, PLACEHOLDER_PROBLEM } from "@tureen/shared/platform/placeholder";
import { isWholeSite, PUBLIC_URL_PROBLEM } from "@tureen/shared/platform/public-url";
import { z } from "zod";

/** A whole number from `min` to `max`. */
const count = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
};
const port = count(1, 65_535);
/** A secret of one's own: those who have read the example know its placeholders. */
const own = <T extends z.ZodType<string>>(type: T) =>
  type.refine((value) => !isPlaceholder(value), PLACEHOLDER_PROBLEM);
/** Docker and shells hand over unset variables as empty strings. */
const blankIsUnset = (value: unknown) => (value === "" ? undefined : value);
/** Its user and password are percent-encoded; a lone % is a mistake that would come out much later. */
const url = (protocols: RegExp, example: string) =>
  own(
    z
      .url({ protocol: protocols, error: `must look like ${example}` })
      .refine(
        (value) => !/%(?![0-9a-f]{2})/i.test(value),
        "holds a % that means nothing: write %25",
      ),
  );

const shape = {
  /** The database's owner: migrates it and reads it for audits and replays. */
  DATABASE_URL: url(/^postgres(ql)?$/, "postgres://user:password@host:5432/name").optional(),
  /** The application's own login; without it the server and the worker log in as the owner. */
  APP_DATABASE_URL: url(/^postgres(ql)?$/, "postgres://user:password@host:5432/name").optional(),
  DATABASE_POOLER_URL: url(/^postgres(ql)?$/, "postgres://user:password@host:6432/name").optional(),
  REPORTS_DATABASE_URL: url(
    /^postgres(ql)?$/,
    "postgres://user:password@replica:5432/name",
  ).optional(),
  DATABASE_WIRE: z.enum(WIRES).default("quick"),
  DATABASE_POOL_MIN: count(0, 1_000).default(5),
  DATABASE_POOL_MAX: count(1, 1_000).default(20),
  REDIS_URL: url(/^rediss?$/, "redis://host:6379").optional(),
  /** How servers tell each other of live edits over Redis. */
  REDIS_FANOUT: z.enum(["log", "extension"]).default("log"),
  JWT_SECRET: own(
    z.string().min(SECRET_MIN, `must have at least ${SECRET_MIN} characters`),
  ).optional(),
  SERVER_PORT: port.default(5000),
  WEB_PORT: port.default(3000),
  WORKER_PORT: port.optional(),
  DATA_DIR: z.string().default(".data"),
  SESSION_EXPIRY_MINUTES: count(1, 7 * 24 * 60).default(120),
  PIN_LENGTH: count(4, 12).default(6),
  CONFIRM_MAX_AGE_MINUTES: count(1, 24 * 60).default(10),
  LOG_RETENTION_DAYS: count(1, 36_500).default(30),
  PRINTER_NETWORKS: z.string().default("private"),
  PUBLIC_URL: url(/^https?$/, "https://order.example.com")
    .refine(isWholeSite, { error: PUBLIC_URL_PROBLEM })
    .optional(),
  DRAIN_SECONDS: count(0, 600).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(/^https?$/, "http://collector:4318").optional(),
  /** Whether an empty database gets a restaurant to try. */
  DEMO_RESTAURANT: z.enum(["yes", "no"]).default("yes"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace"]).default("info"),
};

const schema = z
  .object(
    Object.fromEntries(
      Object.entries(shape).map(([name, type]) => [name, z.preprocess(blankIsUnset, type)]),
    ) as unknown as typeof shape,
  )
  .refine((env) => env.DATABASE_POOL_MIN <= env.DATABASE_POOL_MAX, {
    path: ["DATABASE_POOL_MIN"],
    error: "must not be greater than DATABASE_POOL_MAX",
  })
  .refine((env) => env.SERVER_PORT !== env.WEB_PORT, {
    path: ["WEB_PORT"],
    error: "must differ from SERVER_PORT",
  });

/** The variables' names. */
export const SETTING_NAMES = Object.keys(shape);

/** Everything that the environment can set, checked and with defaults; DATA_DIR is absolute. */
export type Settings = z.infer<typeof schema>;

/** Settings, or one sentence per wrong variable. Values of secrets never appear in the sentences. */
export type SettingsResult = { ok: true; settings: Settings } | { ok: false; problems: string[] };

/** Checks environment variables; a relative DATA_DIR lies in `checkout`. */
export function readSettings(env: NodeJS.ProcessEnv, checkout: string): SettingsResult {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map(({ path, message }) => {
        const name = String(path[0]);
        const shown = /SECRET|_URL/.test(name)
          ? ""
          : ` (it is ${JSON.stringify(env[name] ?? null)})`;
        return `${name}: ${message}${shown}`;
      }),
    };
  }
  const settings = parsed.data;
  return { ok: true, settings: { ...settings, DATA_DIR: resolve(checkout, settings.DATA_DIR) } };
}

/** The same settings as environment variables for the processes we start. */
export function toEnvironment(settings: Settings): Record<string, string> {
  const set = Object.entries(settings).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([name, value]) => [name, String(value)]));
}
