import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { freePort } from "../start/ports.ts";
import { spawnTied } from "../start/tied-process.ts";

const READY_TIMEOUT_MS = 10_000;
const STOP_TIMEOUT_MS = 5_000;

/** An empty redis-server on a port of 127.0.0.1 (default: a free one) that keeps nothing on disk. */
export async function startTemporaryRedis(
  options: { port?: number } = {},
): Promise<{ url: string; pid: number; stop(): Promise<void> }> {
  const port = options.port ?? (await freePort());
  const flags = ["--bind", "127.0.0.1", "--port", String(port), "--save", "", "--appendonly", "no"];
  const redis = spawnTied(["redis-server", ...flags], "TERM", { output: "ignore" });
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
  const failure = await Promise.race([ended, answers(port)]);
  if (failure === undefined && redis.pid !== undefined) {
    return { url: `redis://127.0.0.1:${port}`, pid: redis.pid, stop };
  }
  await stop();
  throw new Error(failure ?? "redis-server did not start");
}

/** Undefined once Redis answers a ping. */
async function answers(port: number): Promise<string | undefined> {
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    const socket = connect(port, "127.0.0.1");
    socket.setTimeout(1_000, () => socket.destroy(new Error("timeout")));
    try {
      await once(socket, "connect");
      socket.write("PING\r\n");
      const [reply] = await once(socket, "data");
      if (String(reply).startsWith("+PONG")) return undefined;
    } catch {
      // Not listening yet: ask again until the deadline.
      await delay(50);
    } finally {
      socket.destroy();
    }
  }
  return "redis-server does not answer";
}
