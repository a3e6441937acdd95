/** Places that cannot be used: each works all the same, or is refused with a sentence that says what to do. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { ServerNodes } from "@tureen/collab-server/web-server/server-nodes";
import { startWebServer } from "@tureen/collab-server/web-server/web-server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type SmallDisk, smallDisk } from "../test/small-disk.ts";
import { explainDataDir } from "./disk.ts";
import { freePort } from "./ports.ts";

const run = promisify(execFile);
const checkout = join(import.meta.dirname, "../../..");

let folder: string;
let stops: (() => Promise<unknown>)[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tureen-places-"));
  stops = [() => rm(folder, { recursive: true })];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const stop of stops.reverse()) await stop();
});

async function givenDisk(skip: (why: string) => never): Promise<SmallDisk> {
  const disk = await smallDisk(8);
  if (typeof disk === "string") return skip(disk);
  stops.push(() => disk.remove());
  return disk;
}

/** What `npm start` says before it gives up. */
async function refusalOf(dataDir: string): Promise<string> {
  const env = {
    ...process.env,
    ...{ DATA_DIR: dataDir, DATABASE_URL: "", REDIS_URL: "" },
    ...{ WEB_PORT: String(await freePort()), SERVER_PORT: String(await freePort()) },
  };
  const started = run(process.execPath, ["infra/run/start/main.ts"], { cwd: checkout, env });
  // One that does start must not outlive the test.
  stops.push(async () => void started.child.kill("SIGTERM"));
  const failed = await started.then(
    () => ({ code: 0, stderr: "" }),
    (error: { code: number; stderr: string }) => error,
  );
  expect(failed.code).toBe(1);
  return failed.stderr;
}

describe("A data folder", () => {
  test("that is read-only is refused with what to do", { timeout: 120_000 }, async ({ skip }) => {
    const disk = await givenDisk(skip);
    await disk.remount("ro");
    const said = await refusalOf(join(disk.folder, "data"));
    expect(said).toContain("is on a file system that is read-only (EROFS)");
    expect(said).toContain("set DATA_DIR to a folder that this user may write");
  });

  test("that lies in a file is refused with what to do", { timeout: 120_000 }, async () => {
    await writeFile(join(folder, "file"), "");
    const said = await refusalOf(join(folder, "file/data"));
    expect(said).toContain("lies in something that is no folder (ENOTDIR)");
  });

  test("of somebody else is explained, and errors of other places are left as they are", () => {
    const error = Object.assign(new Error("no"), { code: "EACCES", path: "/data/x" });
    expect(String(explainDataDir(error, "/data"))).toContain("belongs to somebody else (EACCES)");
    expect(explainDataDir(error, "/other")).toBe(error);
  });
});

/** A web server on some port that serves one page; with what it warned of. */
async function givenWeb() {
  await writeFile(join(folder, "index.html"), "the web app");
  const nodes = new ServerNodes(["127.0.0.1:1"]);
  const warned: string[] = [];
  const warn = (text: string) => void warned.push(text);
  const options = { folder, port: 0, nodes, https: false, trustProxy: "none", warn };
  const web = await startWebServer(options);
  stops.push(web.stop);
  return { port: web.port, warned };
}

describe("A temporary folder", () => {
  test("that is full does not keep the app from being served", async ({ skip }) => {
    const disk = await givenDisk(skip);
    await disk.fill();
    vi.stubEnv("TMPDIR", disk.folder);
    const { port, warned } = await givenWeb();
    expect(warned).toEqual([expect.stringMatching(/ENOSPC.*set TMPDIR/s)]);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("the web app");
  });

  test("that is missing does neither", async () => {
    vi.stubEnv("TMPDIR", join(folder, "nowhere"));
    const { port, warned } = await givenWeb();
    expect(warned).toEqual([expect.stringContaining("ENOENT")]);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("the web app");
  });
});

test("a machine without IPv6 serves on IPv4", async ({ skip }) => {
  const script = `
    import { startWebServer } from "@tureen/collab-server/web-server/web-server";
    import { ServerNodes } from "@tureen/collab-server/web-server/server-nodes";
    import { startHttpServer } from "@tureen/collab-server/platform/http/http-server";
    const nodes = new ServerNodes(["localhost:1"]);
    const folder = ${JSON.stringify(folder)};
    const web = await startWebServer({ folder, port: 0, nodes, https: false, trustProxy: "none" });
    const server = await startHttpServer({ port: 0, host: undefined, fetch: () => new Response("served"),
      isLiveAddress: () => false, handleUpgrade: () => {} });
    for (const host of ["127.0.0.1", "localhost"]) {
      for (const { port } of [web, server]) console.log(await (await fetch(\`http://\${host}:\${port}/\`)).text());
    }
    process.exit(0);`;
  await writeFile(join(folder, "index.html"), "served");
  // A network of its own, in which there is no IPv6.
  const without = "ip link set lo up && sysctl -qw net.ipv6.conf.all.disable_ipv6=1";
  const alone = ["--net", "sh", "-c"];
  const trial = spawnSync("unshare", [...alone, without]);
  if (trial.status !== 0) skip(`a network without IPv6 needs root: ${trial.stderr}`);
  const node = [process.execPath, "--input-type=module", "-e", script];
  const { stdout } = await run("unshare", [...alone, `${without} && exec "$@"`, "sh", ...node], {
    cwd: join(checkout, "infra"),
  });
  expect(stdout.trim().split("\n")).toEqual(Array(4).fill("served"));
}, 60_000);
