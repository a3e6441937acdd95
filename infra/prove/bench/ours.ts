/** Tureen's processes under measurement. */
import { freePort } from "../../run/start/ports.ts";
import { type MeasuredProcess, startProcess } from "./process.ts";
import type { FullRestaurant } from "./restaurant.ts";

const root = new URL("../../../", import.meta.url);

/** What both processes need. */
export interface OursOptions {
  readonly databaseUrl: string;
  /** JWT_SECRET of the server. */
  readonly secret: string;
  readonly port: number;
  /** Whether guests pay on their phones. */
  readonly payments?: boolean | undefined;
  /** Between several servers. */
  readonly redisUrl?: string | undefined;
  /** Where the server leaves a V8 CPU profile. */
  readonly profileDir?: string | undefined;
}

const environment = ({ databaseUrl, secret, port, redisUrl, payments }: OursOptions) => ({
  ...(payments && { PAYMENT_PROVIDER: "demonstration" }),
  ...(redisUrl !== undefined && { REDIS_URL: redisUrl }),
  DATABASE_URL: databaseUrl,
  JWT_SECRET: secret,
  SERVER_PORT: String(port),
  LOG_LEVEL: "warn",
});

/** Starts the collab-server on `port`. */
export function startServer(options: OursOptions): Promise<MeasuredProcess> {
  return startProcess(
    new URL("collab-server/src/main.ts", root).pathname,
    environment(options),
    `${originOf(options)}/metrics`,
    options.profileDir,
  );
}

/** Starts the worker. */
export async function startWorker(options: OursOptions): Promise<MeasuredProcess> {
  const workerPort = await freePort();
  return startProcess(
    new URL("persistence/src/main.ts", root).pathname,
    { ...environment(options), WORKER_PORT: String(workerPort) },
    `http://127.0.0.1:${workerPort}/health`,
  );
}

/** The server's address. */
export function originOf({ port }: Pick<OursOptions, "port">): string {
  return `http://127.0.0.1:${port}`;
}

/** Signs the kitchen in and returns its cookie. */
export async function signIn(origin: string, staff: FullRestaurant["staff"]): Promise<string> {
  const response = await fetch(`${origin}/api/staff/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ login: staff.login, password: staff.password }),
  });
  const cookie = response.headers.get("set-cookie")?.split(";")[0];
  if (!response.ok || !cookie) throw new Error(`sign-in: ${response.status}`);
  return cookie;
}
