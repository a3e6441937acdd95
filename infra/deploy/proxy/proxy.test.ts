/** The guide's proxy in front: real nginx with the guide's own configuration, TLS, and buffering as it comes. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { type RequestOptions, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestApi, type TestApi } from "@tureen/collab-server/testing/test-api";
import { until } from "@tureen/collab-server/testing/until";
import { ServerNodes } from "@tureen/collab-server/web-server/server-nodes";
import { startWebServer } from "@tureen/collab-server/web-server/web-server";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { freePort } from "../../run/start/ports.ts";
import { findProgram, howToGet } from "../../run/start/programs.mjs";
import { spawnTied } from "../../run/start/tied-process.ts";

const NAME = "order.example.com";
const SETUP_MS = 180_000;

let folder: string;
let api: TestApi;
/** The port of nginx, and of a web service that trusts nobody. */
let port: number;
let distrustful: number;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  const program = findProgram("nginx");
  if (!program) throw new Error(howToGet("nginx"));
  folder = await mkdtemp(join(tmpdir(), "tureen-proxy-"));
  stops.push(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "index.html"), "the web app");
  const config = { trustProxy: "loopback", publicOrigin: `https://${NAME}` };
  api = await startTestApi({ config });
  stops.push(() => api.close());
  const { port: apiPort } = await api.node.listen();
  const givenWeb = async (trustProxy: string) => {
    const nodes = new ServerNodes([`127.0.0.1:${apiPort}`]);
    const web = await startWebServer({ folder, port: 0, nodes, https: true, trustProxy });
    stops.push(web.stop);
    return web.port;
  };
  distrustful = await givenWeb("none");
  port = await freePort();
  await startNginx(program, await givenWeb("loopback"));
}, SETUP_MS);
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
}, SETUP_MS);

/** The guide's file, with this test's ports and a certificate of its own. */
async function startNginx(program: string, webPort: number): Promise<void> {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const selfSigned = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"];
  const into = ["-subj", `/CN=${NAME}`, "-keyout", key, "-out", certificate];
  execFileSync("openssl", [...selfSigned, ...into], { stdio: "ignore" });
  const guide = await readFile(new URL("nginx.conf", import.meta.url), "utf8");
  const site = guide
    .replace("listen 443 ssl", `listen 127.0.0.1:${port} ssl`)
    .replace(/\/etc\/letsencrypt\S+fullchain\.pem/, certificate)
    .replace(/\/etc\/letsencrypt\S+privkey\.pem/, key)
    .replace("127.0.0.1:3000", `127.0.0.1:${webPort}`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const around = `
    daemon off;
    pid ${folder}/pid;
    error_log ${folder}/error.log;
    ${process.getuid?.() === 0 ? "user root;" : ""}
    events {}
    http {
      access_log off;
      ${temporary.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join("\n")}
      ${site}
    }`;
  const file = join(folder, "nginx.conf");
  await writeFile(file, around);
  const nginx = spawnTied([program, "-p", folder, "-c", file], "TERM", { output: "ignore" });
  stops.push(async () => {
    if (nginx.exitCode !== null) return;
    nginx.kill("SIGTERM");
    await once(nginx, "exit");
  });
  await until(
    "nginx answers",
    () =>
      ask("/health").then(
        () => true,
        () => false,
      ),
    SETUP_MS,
  );
}

/** Through nginx, by the name that a browser would use. */
async function ask(
  path: string,
  { body, ...options }: RequestOptions & { body?: object } = {},
): Promise<IncomingMessage> {
  const headers = {
    host: NAME,
    ...(body && { "content-type": "application/json" }),
    ...options.headers,
  };
  const asked = request({
    ...{ port, path, servername: NAME, rejectUnauthorized: false, agent: false },
    ...{ method: body ? "POST" : "GET", ...options, headers },
  });
  asked.end(body && JSON.stringify(body));
  const [response] = (await once(asked, "response")) as [IncomingMessage];
  return response;
}

const account = () => {
  const cook = api.here.staff.find(({ role }) => role === "kitchen");
  return { login: cook?.login, password: cook?.password };
};

describe("Behind nginx as the guide has it", () => {
  test("cookies are for HTTPS alone, and browsers are told to stay there", async () => {
    const response = await ask("/api/staff/sign-in", { body: account() });
    expect(response.statusCode).toBe(200);
    const [cookie = ""] = response.headers["set-cookie"] ?? [];
    expect(cookie).toMatch(/; ?Secure/);
    expect(response.headers["strict-transport-security"]).toContain("max-age");
    response.resume();
    const page = await ask("/");
    expect(page.headers["content-security-policy"]).toContain(`wss://${NAME}`);
    page.resume();
  });

  test("what a stranger says about HTTPS does not count", async () => {
    const response = await fetch(`http://127.0.0.1:${distrustful}/api/staff/sign-in`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-proto": "https" },
      body: JSON.stringify(account()),
    });
    expect(response.status).toBe(200);
    expect(response.headers.get("set-cookie")).not.toMatch(/Secure/);
  });

  test("the kitchen's events arrive at once, though nginx collects answers", async () => {
    const cookie = await api.signIn(api.here, "kitchen");
    const response = await ask("/api/kitchen/events", { headers: { cookie } });
    expect(response.statusCode).toBe(200);
    // The stream goes on: an answer that is collected would not be here yet.
    const [first] = await once(response, "data");
    expect(String(first)).toContain("event: ping");
    expect(response.complete).toBe(false);
    response.destroy();
  });

  test.each([COLLAB_PATH, "/api/kitchen/events"])("%s opens as wss:", async (path) => {
    const cookie = await api.signIn(api.here, "kitchen");
    const headers = { host: NAME, origin: `https://${NAME}`, cookie };
    const socket = new WebSocket(`wss://127.0.0.1:${port}${path}`, {
      ...{ headers, servername: NAME, rejectUnauthorized: false },
    });
    await once(socket, "open");
    socket.terminate();
  });
});
