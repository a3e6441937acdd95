import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { ServerNodes } from "@tureen/collab-server/web-server/server-nodes";
import { nodeHealth, watchNodes } from "@tureen/collab-server/web-server/watch-nodes";
import { startWebServer } from "@tureen/collab-server/web-server/web-server";
import { lanAddresses, publicUrl } from "./addresses.ts";
import { explainDataDir, tryDataDir } from "./disk.ts";
import { keptJwtSecret } from "./jwt-secret.ts";
import { keepPostgres } from "./keep-postgres.ts";
import { LogFile } from "./log-file.ts";
import { asLogLine, isWarning } from "./log-level.ts";
import { portProblem } from "./ports.ts";
import { prepareDatabase, readPlaces } from "./prepare-database.ts";
import { installPrograms } from "./programs.mjs";
import { keepRedis } from "./redis-process.ts";
import { type Settings, toEnvironment } from "./settings.ts";
import { type Supervised, supervise } from "./supervised.ts";
import { buildReason, buildWeb } from "./web-build.ts";
import { staffText, welcomeText } from "./welcome.ts";
import { freeWorkerPort } from "./worker-port.ts";

const HEALTHY_TIMEOUT_MS = 60_000;

/** Everything that comes from outside: settings, output, and the wish to stop. */
export type StartOptions = {
  checkout: string;
  settings: Settings;
  /** Handed on to the processes we start; `settings` win. */
  inherited: NodeJS.ProcessEnv;
  /** Vite's own server and automatic restarts in place of the built web app. */
  dev: boolean;
  /** How many processes of collab-server share the work. */
  nodes: number;
  signal: AbortSignal;
  onKill(callback: () => void): void;
  print(text: string): void;
  warn(text: string): void;
};

/** Runs Tureen until asked to stop or something fails for good; gives the exit code. */
export async function startTureen(options: StartOptions): Promise<number> {
  const { signal, print, warn } = options;
  const releases: { name: string; release(): Promise<void> }[] = [];
  const failures: Promise<string>[] = [];
  const stopRequested = new Promise<undefined>((resolve) => {
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
  // Without work of our own to wait for, the event loop would end before the children do.
  const keepAlive = setInterval(() => {}, 60_000);
  let exitCode = 0;
  try {
    await startParts(options, releases, failures);
    const failure = await Promise.race([stopRequested, ...failures]);
    if (failure !== undefined) throw new Error(failure);
  } catch (error) {
    if (!signal.aborted) {
      const reason = explainDataDir(error, options.settings.DATA_DIR) as Error;
      warn(`\nTureen cannot run: ${reason.message}`);
      exitCode = 1;
    }
  }
  if (releases.length > 0) print("\nStopping …");
  for (const { name, release } of releases.reverse()) {
    try {
      await release();
    } catch (error) {
      warn(`${name} did not stop cleanly: ${(error as Error).message}`);
      exitCode = 1;
    }
  }
  clearInterval(keepAlive);
  return exitCode;
}

async function startParts(
  { checkout, settings, inherited, dev, nodes: count, signal, onKill, print, warn }: StartOptions,
  releases: { name: string; release(): Promise<void> }[],
  failures: Promise<string>[],
): Promise<void> {
  const { SERVER_PORT, WEB_PORT, DATA_DIR } = settings;
  const step = (text: string) => {
    signal.throwIfAborted();
    print(text);
  };
  const ports = Array.from({ length: count }, (_, i) => SERVER_PORT + i);
  if (ports.includes(WEB_PORT)) {
    throw new Error(`The nodes take ports ${ports.join(", ")}: choose another WEB_PORT.`);
  }
  // Before anything that takes long. A full disk is waited for.
  await tryDataDir(DATA_DIR).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOSPC") throw error;
  });
  const nodes = new ServerNodes(ports.map((port) => `127.0.0.1:${port}`));
  for (const port of [WEB_PORT, ...ports]) {
    const problem = await portProblem(port === WEB_PORT ? "WEB_PORT" : "SERVER_PORT", port);
    if (problem) throw new Error(problem);
  }

  const workerPort = await freeWorkerPort(settings, [WEB_PORT, ...ports], warn);

  const reason = dev ? undefined : await buildReason(checkout);
  if (reason) {
    step(`Building the web app (${reason}) …`);
    await buildWeb(checkout);
  }

  // Tools such as menu:import find what is running through these files.
  const leaveNote = async (name: string, text: string) => {
    const file = join(DATA_DIR, name);
    await mkdir(DATA_DIR, { recursive: true });
    await writeFile(file, `${text}\n`, { mode: 0o600 });
    releases.push({ name, release: () => rm(file, { force: true }) });
  };
  let databaseUrl = settings.DATABASE_URL;
  let isFull = () => false;
  if (databaseUrl === undefined) {
    step(`Starting Postgres on ${DATA_DIR} …`);
    const postgres = await keepPostgres({ dataDir: DATA_DIR, signal, say: warn });
    releases.push({ name: "Postgres", release: postgres.stop });
    failures.push(postgres.failed);
    isFull = postgres.isFull;
    databaseUrl = postgres.url;
    await leaveNote("database-url", databaseUrl);
  }
  step("Preparing the database …");
  const staff = await prepareDatabase(databaseUrl, settings);
  // At once: whatever fails later, these passwords cannot be shown again.
  if (staff.length > 0) print(staffText(staff));

  let redisUrl = settings.REDIS_URL;
  if (redisUrl === undefined && count > 1) {
    step("Starting Redis …");
    const [problem] = installPrograms(["redis"]);
    if (problem) throw new Error(problem);
    const redis = await keepRedis({ folder: DATA_DIR, onRestart: warn });
    releases.push({ name: "Redis", release: redis.stop });
    redisUrl = redis.url;
    await leaveNote("redis-url", redisUrl);
  }

  const lan = lanAddresses();
  const address = publicUrl(settings.PUBLIC_URL, WEB_PORT, lan);
  await leaveNote("public-url", address);
  const secret = settings.JWT_SECRET ?? (await keptJwtSecret(DATA_DIR));
  const env = {
    ...inherited,
    NODE_ENV: dev ? "development" : "production",
    // A changed source starts the server again: nobody wants to wait for that.
    ...(dev && { DRAIN_SECONDS: "0" }),
    // On its own database everything is for trying, paying too.
    ...(settings.DATABASE_URL === undefined && {
      DEMONSTRATION: "on",
      PAYMENT_PROVIDER: inherited.PAYMENT_PROVIDER || "demonstration",
    }),
    // Browsers and phones only ever talk to the web server, which then tells who is calling.
    SERVER_HOST: inherited.SERVER_HOST || "127.0.0.1",
    WORKER_HOST: inherited.WORKER_HOST || "127.0.0.1",
    TRUST_PROXY: ["loopback", inherited.TRUST_PROXY].filter(Boolean).join(","),
    ...toEnvironment({
      ...settings,
      DATABASE_URL: settings.APP_DATABASE_URL ?? databaseUrl,
      REDIS_URL: redisUrl,
      JWT_SECRET: secret,
      WORKER_PORT: workerPort,
    }),
    PUBLIC_URL: address,
  };
  const start = (
    name: string,
    args: string[],
    own: { env?: Record<string, string>; onEnd?(): unknown } = {},
  ): Supervised => {
    const log = new LogFile(join(DATA_DIR, `${name}.log`));
    const child = supervise({
      name,
      cwd: checkout,
      env: { ...env, ...own.env },
      args,
      onLine(line) {
        if (line.trim()) log.write(asLogLine(line, `tureen-${name}`));
        if (dev || isWarning(line)) print(`[${name}] ${line}`);
      },
      onRestart(message) {
        own.onEnd?.();
        warn(message);
      },
    });
    releases.push({ name, release: () => child.stop().then(() => log.close()) });
    failures.push(child.failed);
    onKill(child.kill);
    return child;
  };
  const preload = pathToFileURL(join(checkout, "infra/run/start/exit-with-parent.mjs")).href;
  // Each process is tied to us; what is watched is not, and ends with the one that watches.
  const flags = dev ? ["--watch", "--watch-preserve-output", `--import=${preload}`] : [];

  step(`Starting the server${count > 1 ? `, ${count} nodes,` : ""} and the worker …`);
  const servers = nodes.addresses.map((address, i) =>
    start(count > 1 ? `server-${i + 1}` : "server", [...flags, "collab-server/src/main.ts"], {
      env: { SERVER_PORT: String(ports[i]) },
      // Known before any request finds out.
      onEnd: () => count > 1 && nodes.down(address),
    }),
  );
  await Promise.all(
    servers.map((server, i) =>
      untilHealthy(nodes.addresses[i] as string, server, { signal, isFull }),
    ),
  );
  // A single node gets every request whatever its health.
  if (count > 1) {
    const onHopeless = (node: string) => servers[nodes.addresses.indexOf(node)]?.crash();
    const watch = watchNodes(nodes, { onHopeless });
    releases.push({ name: "health checks", release: watch.stop });
  }
  start("worker", [...flags, "persistence/src/main.ts"]);

  if (dev) {
    start("web", ["node_modules/vite/bin/vite.js", "web"]);
  } else {
    const https = address.startsWith("https:");
    const web = await startWebServer({
      folder: join(checkout, "web/dist"),
      port: WEB_PORT,
      nodes,
      https,
      // Where there is TLS, something in front of us speaks it.
      trustProxy: inherited.TRUST_PROXY || (https ? "loopback" : "none"),
      // Either one account for all restaurants, or a place to keep the keys of each.
      warn,
      stripe: Boolean(inherited.STRIPE_SECRET_KEY || inherited.PAYMENT_KEYS_SECRET),
    });
    releases.push({ name: "web", release: web.stop });
  }
  const otherUrls = ["localhost", ...lan].map((host) => `http://${host}:${WEB_PORT}`);
  print(
    welcomeText({
      publicUrl: address,
      otherUrls: otherUrls.filter((url) => url !== address),
      places: await readPlaces(databaseUrl),
      notes: [
        ...(count > 1 ? [`Nodes: ${nodes.addresses.join("  ")}`] : []),
        `Metrics: ${metricsUrls([...nodes.addresses, ...(workerPort ? [`127.0.0.1:${workerPort}`] : [])])}`,
        `Logs and data: ${DATA_DIR}`,
      ],
    }),
  );
}

const metricsUrls = (addresses: readonly string[]) =>
  addresses.map((address) => `http://${address}/metrics`).join("  ");

/** While the disk is full it takes as long as that. */
async function untilHealthy(
  node: string,
  server: Supervised,
  { signal, isFull }: { signal: AbortSignal; isFull(): boolean },
): Promise<void> {
  let deadline = Date.now() + HEALTHY_TIMEOUT_MS;
  let died: string | undefined;
  server.failed.then((sentence) => {
    died = sentence;
  });
  for (;;) {
    signal.throwIfAborted();
    if (died !== undefined) throw new Error(died);
    const health = await nodeHealth(node);
    if (health === "ok") return;
    if (isFull()) deadline = Date.now() + HEALTHY_TIMEOUT_MS;
    if (Date.now() > deadline) throw new Error(`The server did not get healthy: it is ${health}.`);
    await delay(150);
  }
}
