import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createPlainServer } from "node:net";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { ApiError, call, codeOf, download } from "./api.ts";
import { learnStaffEndpoints } from "./staff-endpoints.ts";

const STAFF = {
  name: "Ana",
  role: "waiter",
  restaurant: { id: "r", name: "Here", currency: "EUR", locale: "en" },
  opening: "diner",
};
const ours = { error: { code: "token-expired", message: "This sign-in has expired." } };

let server: Server;
let answer: RequestListener;

beforeAll(learnStaffEndpoints);
beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await serve(server);
});
afterEach(() => {
  vi.unstubAllGlobals();
  server.close();
});

/** Paths lead to this server from now on, as a page's do to its own. */
async function serve(to: { listen(port: number, host: string): unknown } & NodeJS.EventEmitter) {
  to.listen(0, "127.0.0.1");
  await once(to, "listening");
  const { port } = (to as Server).address() as AddressInfo;
  const { fetch } = globalThis;
  vi.stubGlobal("fetch", (path: string, init: RequestInit) =>
    fetch(`http://127.0.0.1:${port}${path}`, init),
  );
}

function answerWith(status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  answer = (_, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(text);
  };
}

const failure = (asked: Promise<unknown>) => asked.then(() => "answered", codeOf);

describe("a call", () => {
  test("returns what our server answers, and throws its refusals", async () => {
    answerWith(200, STAFF);
    expect(await call("readStaff", {})).toEqual(STAFF);
    answerWith(401, ours);
    const error = await call("readStaff", {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "token-expired", message: ours.error.message });
  });

  test("believes no stranger", async () => {
    answerWith(401, "<h1>Unauthorized</h1>", { "content-type": "text/html" });
    expect(await failure(call("readStaff", {}))).toBe("network");
    answerWith(200, "<h1>Welcome</h1>", { "content-type": "text/html" });
    expect(await failure(call("readStaff", {}))).toBe("captive-portal");
    answerWith(200, { ok: true });
    expect(await failure(call("readStaff", {}))).toBe("network");
  });

  test.each([301, 302, 303, 307, 308])(
    "takes its token nowhere else when it is sent on with %i",
    async (status) => {
      const asked: (string | undefined)[] = [];
      answer = ({ url }, response) => {
        asked.push(url);
        response.writeHead(status, { location: "/sign-in" });
        response.end();
      };
      const refresh = call("refreshToken", { body: { refreshToken: "secret" } });
      expect(await failure(refresh)).toBe("captive-portal");
      expect(asked).toEqual(["/api/diner/token"]);
    },
  );

  test("is not answered by half an answer", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
      response.write(JSON.stringify(STAFF).slice(0, 20), () => response.destroy());
    };
    expect(await failure(call("readStaff", {}))).toBe("network");
  });

  test("is not answered by what is no HTTP", async () => {
    const plain = createPlainServer((socket) => socket.end("hello\r\n"));
    await serve(plain as never);
    expect(await failure(call("readStaff", {}))).toBe("network");
    plain.close();
  });

  test("ends in time when nobody answers", async () => {
    answer = () => {};
    expect(await failure(call("readStaff", { timeoutMs: 50 }))).toBe("timeout");
    server.closeAllConnections();
  });

  test("that is given up is no failure of the network", async () => {
    const ends = new AbortController();
    answer = () => ends.abort(new Error("given up"));
    const asked = call("readStaff", { signal: ends.signal });
    await expect(asked).rejects.toThrow("given up");
  });
});

describe("a CSV file", () => {
  test("comes as it is, byte for byte", async () => {
    const csv = "\uFEFForder,table\r\n1,2\r\n";
    answerWith(200, csv, { "content-type": "text/csv; charset=utf-8; header=present" });
    const bytes = await (
      await download("exportOrders", { query: { from: "2026-05-01", to: "2026-05-03" } })
    ).arrayBuffer();
    expect(Buffer.from(bytes).toString()).toBe(csv);
  });

  test("is none when a stranger answers, and a refusal of ours says why", async () => {
    answerWith(200, "<h1>Welcome</h1>", { "content-type": "text/html" });
    expect(
      await failure(download("exportOrders", { query: { from: "2026-05-01", to: "2026-05-03" } })),
    ).toBe("captive-portal");
    answerWith(403, "no");
    expect(
      await failure(download("exportOrders", { query: { from: "2026-05-01", to: "2026-05-03" } })),
    ).toBe("network");
    answerWith(401, ours);
    expect(
      await failure(download("exportOrders", { query: { from: "2026-05-01", to: "2026-05-03" } })),
    ).toBe("token-expired");
  });
});
