import { expect, it } from "vitest";
import { supervise } from "./supervised.ts";

const run = (code: string, onLine: (line: string) => void = () => {}) => {
  const restarts: string[] = [];
  const child = supervise({
    name: "child",
    args: ["-e", code],
    cwd: process.cwd(),
    env: process.env,
    onLine,
    backoffMs: 10,
    onRestart: (message) => restarts.push(message),
  });
  return { child, restarts };
};

it("gives up on a process that keeps dying, and says what it printed", async () => {
  const { child, restarts } = run("console.error('no luck'); process.exit(3)");
  const sentence = await child.failed;
  expect(sentence).toContain("child ended (code 3)");
  expect(sentence).toContain("no luck");
  expect(restarts).toHaveLength(4);
});

it("stops a process that cleans up, and does not start it again", async () => {
  const lines: string[] = [];
  const code = `const t = setInterval(() => {}, 1000);
    process.on("SIGTERM", () => { console.log("clean"); clearInterval(t); process.disconnect(); });
    console.log("up");`;
  let up = () => {};
  const started = new Promise<void>((resolve) => {
    up = resolve;
  });
  const { child, restarts } = run(code, (line) => {
    lines.push(line);
    if (line === "up") up();
  });
  await started;
  await child.stop();
  await child.stop();
  expect(lines).toEqual(["up", "clean"]);
  expect(restarts).toEqual([]);
});

it("starts a process again that somebody else finds beyond hope", async () => {
  let ups = 0;
  let come = () => {};
  const { child, restarts } = run("console.log('up'); setInterval(() => {}, 1000)", () => {
    ups += 1;
    come();
  });
  const nextUp = () =>
    new Promise<void>((resolve) => {
      come = resolve;
    });
  await nextUp();
  const again = nextUp();
  child.crash();
  await again;
  await child.stop();
  expect(ups).toBe(2);
  expect(restarts).toEqual([expect.stringContaining("SIGKILL")]);
});
