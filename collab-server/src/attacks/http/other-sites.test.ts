import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type AttackedApi, startAttackedApi } from "./attacked-api.ts";

let attacked: AttackedApi;
let cookie: string;
beforeAll(async () => {
  attacked = await startAttackedApi();
  cookie = await attacked.api.signIn(attacked.api.here, "manager");
});
afterAll(() => attacked.close());

const EVIL = "https://evil.example";
/** What a browser adds when another site is behind a request. */
const foreign: [string, Record<string, string>][] = [
  ["another site", { origin: EVIL, "sec-fetch-site": "cross-site" }],
  ["a page without an origin", { origin: "null" }],
  [
    "a sister subdomain",
    { origin: "http://menu.127.0.0.1.example", "sec-fetch-site": "same-site" },
  ],
  ["another port", { origin: "http://127.0.0.1:1" }],
  ["a plain form of another site", { "sec-fetch-site": "cross-site" }],
  ["a site that claims our name as its user", { origin: "http://127.0.0.1@evil.example" }],
];

const changing = Object.values(ENDPOINTS).filter(({ method }) => method !== "get");

describe("a change that a browser sends for", () => {
  it.each(foreign)("%s is refused on every route, and nothing happens", async (_, headers) => {
    const before = await attacked.digest();
    const authorization = `Bearer ${attacked.honest.grants[0]?.accessToken}`;
    expect(changing.length).toBeGreaterThan(12);
    for (const { method, path } of changing) {
      const filled = path
        .replace("{code}", attacked.api.here.tables[1]?.code ?? "")
        .replace("{sessionId}", attacked.honest.sessionId)
        .replace(/{\w+}/, crypto.randomUUID());
      for (const type of ["application/json", "text/plain"]) {
        const response = await attacked.fetch(filled, {
          method: method.toUpperCase(),
          headers: { ...headers, cookie, authorization, "content-type": type },
          body: JSON.stringify({ name: "Mallory", diner: "d2", opening: "staff" }),
        });
        const { error } = (await response.json()) as { error: { code: string } };
        expect([path, response.status, error.code]).toEqual([path, 403, "origin-refused"]);
      }
    }
    expect(await attacked.digest()).toBe(before);
    await attacked.honest.undisturbed();
  });

  it("a page of a name that a stranger has led here is refused on every route", async () => {
    const before = await attacked.digest();
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80"]) {
      const socket = connect(attacked.port, "127.0.0.1");
      const head = `GET /api/staff/me HTTP/1.1\r\nHost: ${host}\r\nOrigin: http://${host}\r\n`;
      socket.write(`${head}Cookie: ${cookie}\r\nConnection: close\r\n\r\n`);
      let answer = "";
      for await (const chunk of socket.setEncoding("utf8")) answer += chunk;
      expect(answer).toMatch(/^HTTP\/1\.1 421 /);
      expect(answer).toContain('"host-unknown"');
      const live = new WebSocket(`ws://127.0.0.1:${attacked.port}/collab`, {
        headers: { host, origin: `http://${host}` },
      });
      const [response] = (await once(
        live.on("error", () => {}),
        "unexpected-response",
      ).then(([, message]) => [message as { statusCode: number }])) as [{ statusCode: number }];
      expect(response.statusCode).toBe(403);
    }
    expect(await attacked.digest()).toBe(before);
  });

  it("the page itself goes through", async () => {
    const response = await attacked.fetch("/api/staff/settings", {
      method: "PATCH",
      headers: { origin: attacked.origin, cookie, "content-type": "application/json" },
      body: JSON.stringify({ opening: "diner" }),
    });
    expect(response.status).toBe(200);
  });
});

describe("no other site", () => {
  it("is let read an answer, whatever it asks beforehand", async () => {
    for (const path of ["/api/staff/floor", "/api/staff/orders.csv", "/api/diner/session"]) {
      const asks = {
        method: "OPTIONS",
        headers: { origin: EVIL, "access-control-request-method": "GET" },
      };
      for (const init of [asks, { headers: { origin: EVIL, cookie } }]) {
        const response = await attacked.fetch(path, init);
        const names = [...response.headers.keys()];
        expect(names.filter((name) => name.startsWith("access-control"))).toEqual([]);
        expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
        expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
        await response.body?.cancel();
      }
    }
  });

  it("gets a live connection; our page does, and so does what is no browser", async () => {
    const dial = async (origin?: string) => {
      const socket = new WebSocket(attacked.liveUrl, origin === undefined ? {} : { origin });
      const outcome = await Promise.race([
        once(socket, "open").then(() => "open"),
        once(socket, "unexpected-response").then(async ([, response]) => {
          let text = "";
          for await (const chunk of response) text += chunk;
          return `${response.statusCode} ${JSON.parse(text).error.code}`;
        }),
      ]);
      socket.on("error", () => {});
      socket.terminate();
      return outcome;
    };
    for (const origin of [EVIL, "null", "http://127.0.0.1:1", `${attacked.origin}.evil.example`]) {
      expect(await dial(origin)).toBe("403 origin-refused");
    }
    expect(await dial(attacked.origin)).toBe("open");
    expect(await dial()).toBe("open");
    await attacked.honest.undisturbed();
  });
});

describe("the staff's cookie", () => {
  it.each([
    ["http", false],
    ["https", true],
  ])("over %s is kept from scripts and other sites", async (scheme, secure) => {
    const { login, password } = attacked.api.here.staff[0] ?? { login: "", password: "" };
    const response = await attacked.fetch("/api/staff/sign-in", {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-proto": scheme },
      body: JSON.stringify({ login, password }),
    });
    const [header = ""] = response.headers.getSetCookie();
    expect(header).toMatch(/; HttpOnly(;|$)/);
    expect(header).toMatch(/; SameSite=Strict(;|$)/);
    expect(header).toMatch(/; Path=\/api(;|$)/);
    expect(header).not.toMatch(/Domain=/i);
    expect(/; Secure(;|$)/.test(header)).toBe(secure);
    expect(response.headers.has("strict-transport-security")).toBe(secure);
  });
});

describe("methods", () => {
  it.each(["TRACE", "PUT", "DELETE", "CONNECT /x", "PROPFIND", "GET2"])(
    "like %s are refused",
    async (method) => {
      const socket = connect(attacked.port, "127.0.0.1");
      socket.setEncoding("utf8").on("error", () => {});
      socket.write(
        `${method} /api/staff/floor HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
      );
      let answer = "";
      for await (const chunk of socket) answer += chunk;
      // CONNECT has nobody who could take it, and is hung up on.
      expect(answer).toMatch(/^$|^HTTP\/1\.1 (400|404|405) /);
    },
  );

  it("in a header or a field count for nothing", async () => {
    const response = await attacked.fetch("/api/staff/floor?_method=DELETE", {
      headers: { cookie, "x-http-method-override": "DELETE", "x-method-override": "POST" },
    });
    expect(response.status).toBe(200);
  });
});

describe("three hundred connections that send slowly", () => {
  it("are let go while the table orders on", async () => {
    const sockets: Socket[] = [];
    for (let n = 0; n < 300; n++) {
      const socket = connect(attacked.port, "127.0.0.1");
      socket.on("error", () => {});
      socket.resume();
      const body =
        "POST /api/diner/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n{";
      socket.write(n % 2 ? "GET /api/staff/me HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n" : body);
      sockets.push(socket);
    }
    await attacked.honest.undisturbed();
    const drip = setInterval(() => {
      for (const socket of sockets) if (socket.writable) socket.write("x");
    }, 100);
    await expect
      .poll(() => sockets.filter(({ closed }) => closed).length, { timeout: 30_000 })
      .toBe(300);
    clearInterval(drip);
    await attacked.honest.undisturbed();
  });

  it("and a small body in chunks is read like any other", async () => {
    const body = new Blob([
      JSON.stringify({ refreshToken: attacked.honest.grants[0]?.refreshToken }),
    ]);
    const init = { method: "POST", body: body.stream(), duplex: "half" } as RequestInit;
    const headers = { "content-type": "application/json" };
    expect((await attacked.fetch("/api/diner/token", { ...init, headers })).status).toBe(200);
  });

  it("and bodies beyond their bound are refused, said or not", async () => {
    const before = await attacked.digest();
    const large = "x".repeat(70_000);
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new TextEncoder().encode(large));
      },
    });
    const json = { "content-type": "application/json" };
    for (const body of [JSON.stringify({ refreshToken: large }), chunks]) {
      const init = { method: "POST", headers: json, body, duplex: "half" } as RequestInit;
      const response = await attacked.fetch("/api/diner/token", init);
      const { error } = (await response.json()) as { error: { code: string } };
      expect([response.status, error.code]).toEqual([413, "body-too-large"]);
    }
    expect(await attacked.digest()).toBe(before);
    await attacked.honest.undisturbed();
  });
});
