import { once } from "node:events";
import { createServer } from "node:net";
import { expect, test } from "vitest";
import { freePort } from "./ports.ts";
import { freeWorkerPort } from "./worker-port.ts";

test("the worker has its own port after the servers', as far as it is free", async () => {
  const usual = await freePort();
  const settings = { SERVER_PORT: usual - 100, WORKER_PORT: undefined };
  const said: string[] = [];
  const say = (text: string) => said.push(text);
  expect(await freeWorkerPort(settings, [], say)).toBe(usual);
  expect(said).toEqual([]);

  const other = createServer().listen(usual, "127.0.0.1");
  await once(other, "listening");
  try {
    expect(await freeWorkerPort(settings, [], say)).toBeUndefined();
    expect(said.join()).toContain(`WORKER_PORT=${usual + 10}`);
    const asked = { ...settings, WORKER_PORT: usual };
    await expect(freeWorkerPort(asked, [], say)).rejects.toThrow(`Port ${usual} is taken`);
  } finally {
    other.close();
  }
});

test("a port that another process of ours takes is not the worker's", async () => {
  const asked = { SERVER_PORT: 5000, WORKER_PORT: 3000 };
  await expect(freeWorkerPort(asked, [3000], () => {})).rejects.toThrow("by Tureen itself");
});
