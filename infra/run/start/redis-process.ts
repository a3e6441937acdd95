import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "./ports.ts";
import { findProgram } from "./programs.mjs";
import { spawnTied } from "./tied-process.ts";

const READY_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 5_000;
const RESTART_AFTER_MS = 1_000;

/** A running Redis. */
export type RedisProcess = {
  url: string;
  pid: number;
  /** Settles with a sentence when it has ended, however that came. */
  ended: Promise<string>;
  stop(): Promise<void>;
};

/**
 * An empty redis-server on a port of 127.0.0.1 (default: a free one) that keeps nothing on disk. It
 * is open to every process of this machine unless `secret` names a configuration with a password.
 */
export async function startRedis(
  options: { port?: number; secret?: { configFile: string; password: string } } = {},
): Promise<RedisProcess> {
  const { secret } = options;
  const port = options.port ?? (await freePort());
  const program = findProgram("redis") ?? "redis-server";
  const config = secret ? [secret.configFile] : [];
  const flags = ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no"];
  const redis = spawnTied([program, ...config, ...flags], "TERM", { output: "ignore" });
  const ended = Promise.race([
    once(redis, "exit").then(([code]) => `redis-server ended with code ${code}`),
    once(redis, "error").then(([error]) => `redis-server did not start: ${error.message}`),
  ]);
  const stop = async () => {
    if (redis.pid === undefined || redis.exitCode !== null || redis.signalCode !== null) return;
    redis.kill("SIGTERM");
    await Promise.race([ended, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    redis.kill("SIGKILL");
  };
  const failure = await Promise.race([ended, answers(port, secret?.password)]);
  const login = secret ? `:${secret.password}@` : "";
  if (failure === undefined && redis.pid !== undefined) {
    return { url: `redis://${login}127.0.0.1:${port}`, pid: redis.pid, ended, stop };
  }
  await stop();
  throw new Error(failure ?? "redis-server did not start");
}

/**
 * A Redis for the nodes of this machine, with a password, that is started again when it ends: the
 * nodes go on without it meanwhile. `folder` keeps its configuration, readable to us alone.
 */
export async function keepRedis(options: {
  folder: string;
  onRestart(message: string): void;
}): Promise<{ url: string; stop(): Promise<void> }> {
  const password = randomBytes(24).toString("base64url");
  const configFile = join(options.folder, "redis.conf");
  await writeFile(configFile, `requirepass ${password}\n`, { mode: 0o600 });
  const place = { port: await freePort(), secret: { configFile, password } };
  const stopping = new AbortController();
  let redis: RedisProcess | undefined = await startRedis(place);
  const { url } = redis;
  const watching = (async () => {
    for (;;) {
      const end = await redis?.ended;
      if (stopping.signal.aborted) return;
      options.onRestart(`${end ?? "redis-server is not running"}. Starting it again.`);
      redis = undefined;
      await delay(RESTART_AFTER_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      redis = await startRedis(place).catch((error: Error) => {
        options.onRestart(error.message);
        return undefined;
      });
      // Stopped while it was starting.
      if (stopping.signal.aborted) await redis?.stop();
    }
  })();
  return {
    url,
    async stop() {
      stopping.abort();
      await redis?.stop();
      await watching;
    },
  };
}

/** Undefined once Redis answers a ping. */
async function answers(port: number, password: string | undefined): Promise<string | undefined> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  const login = password === undefined ? "" : `AUTH ${password}\r\n`;
  while (Date.now() < deadline) {
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(1_000, () => socket.destroy(new Error("timeout")));
    let reply = "";
    try {
      await once(socket, "connect");
      socket.write(`${login}PING\r\n`);
      for await (const data of socket) {
        reply += String(data);
        if (reply.includes("+PONG")) return undefined;
        if (reply.startsWith("-")) return `redis-server refused: ${reply.trim()}`;
      }
    } catch {
      // Not listening yet: ask again until the deadline.
      await delay(50);
    } finally {
      socket.destroy();
    }
  }
  return "redis-server does not answer";
}
