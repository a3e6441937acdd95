import { createHmac } from "node:crypto";
import { ENDPOINTS, type EndpointName } from "@tureen/shared/endpoints";
import type { Endpoint } from "@tureen/shared/platform/http/endpoint";
import { type JWTPayload, SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { issueDinerToken } from "../../platform/auth/tokens.ts";
import { Cleanup } from "../../testing/cleanup.ts";
import { RawPhone, refusedBecause } from "../../testing/raw-phone.ts";
import { JWT_KEY } from "../../testing/test-api.ts";
import { until } from "../../testing/until.ts";
import { type AttackedApi, type Grant, startAttackedApi } from "./attacked-api.ts";

let attacked: AttackedApi;
let target: Grant;
const cleanup = new Cleanup();
beforeAll(async () => {
  attacked = await startAttackedApi();
  target = attacked.honest.grants[1] as Grant;
});
afterEach(() => cleanup.run());
afterAll(() => attacked.close());

const endpoints = Object.entries(ENDPOINTS) as [EndpointName, Endpoint][];
const forDiners = endpoints.filter(([, { auth }]) => auth === "diner");
const forStaff = endpoints.filter(([, { auth }]) => !["none", "diner"].includes(auth));

/** What would do harm if the token were taken for good. */
const BODY = { name: "Mallory", diner: "d3", refreshToken: "x".repeat(40) };

async function send({ method, path }: Endpoint, headers: Record<string, string>) {
  const filled = path.replace(/{(\w+)}/g, (_, name: string) =>
    name === "sessionId" ? attacked.honest.sessionId : crypto.randomUUID(),
  );
  const body = method === "get" ? null : JSON.stringify(BODY);
  const json = { "content-type": "application/json" };
  const response = await attacked.fetch(filled, {
    ...{ method: method.toUpperCase(), headers: { ...json, ...headers }, body },
  });
  const { error } = (await response.json()) as { error: { code: string; message: string } };
  expect(error.message).toMatch(/^[A-Z].+\.$/);
  return `${response.status} ${error.code}`;
}

/** A live connection that shows a token; how the server ends it. */
async function live(token: string, sessionId = attacked.honest.sessionId): Promise<string> {
  const phone = cleanup.add(new RawPhone(attacked.liveUrl, sessionId), (p) => p.destroy());
  await phone.open();
  phone.authenticate(token);
  phone.ask();
  const closed = await phone.untilClosed();
  expect(phone.synced).toBe(false);
  return closed;
}

const base64 = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const claimsOf = ({ accessToken }: Grant) =>
  JSON.parse(Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString()) as JWTPayload;
const sign = (claims: JWTPayload, key = JWT_KEY) =>
  new SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(key);
const hmac = (text: string, key: string | Uint8Array, hash = "sha256") =>
  createHmac(hash, key).update(text).digest("base64url");

/** Tokens that are not the attacked diner's although they say so. */
const forged: [string, () => Promise<string> | string, string][] = [
  [
    "expired",
    async () => (await issueDinerToken(JWT_KEY, target, Date.now() - 3_600_000)).token,
    "token-expired",
  ],
  [
    "with another diner in it",
    () => {
      const [head, , signature] = target.accessToken.split(".");
      return `${head}.${base64({ ...claimsOf(target), sub: "d1" })}.${signature}`;
    },
    "token-invalid",
  ],
  [
    "with a longer life in it",
    () => {
      const [head, , signature] = target.accessToken.split(".");
      return `${head}.${base64({ ...claimsOf(target), exp: 9_999_999_999 })}.${signature}`;
    },
    "token-invalid",
  ],
  [
    "with one bit of its signature turned",
    () => {
      const [head, body, signature = ""] = target.accessToken.split(".");
      const bytes = Buffer.from(signature, "base64url");
      bytes[7] = (bytes[7] ?? 0) ^ 1;
      return `${head}.${body}.${bytes.toString("base64url")}`;
    },
    "token-invalid",
  ],
  ...["none", "None", "NONE", ""].map((alg): [string, () => string, string] => [
    `with alg ${JSON.stringify(alg)} and no signature`,
    () => `${base64({ alg, typ: "JWT" })}.${base64(claimsOf(target))}.`,
    "token-invalid",
  ]),
  [
    "with alg none and its old signature",
    () => `${base64({ alg: "none" })}.${target.accessToken.split(".").slice(1).join(".")}`,
    "token-invalid",
  ],
  ["signed with an empty key", () => signedBy("", "HS256"), "token-invalid"],
  ["signed with a key that everybody knows", () => signedBy("secret", "HS256"), "token-invalid"],
  [
    "signed with the right key by another method",
    () => signedBy(JWT_KEY, "HS512"),
    "token-invalid",
  ],
  [
    "that brings its own key",
    () => {
      const key = "k".repeat(32);
      const jwk = { kty: "oct", k: base64(key) };
      const text = `${base64({ alg: "HS256", jwk })}.${base64(claimsOf(target))}`;
      return `${text}.${hmac(text, key)}`;
    },
    "token-invalid",
  ],
  [
    "whose key is a file",
    () => {
      const text = `${base64({ alg: "HS256", kid: "/dev/null" })}.${base64(claimsOf(target))}`;
      return `${text}.${hmac(text, "")}`;
    },
    "token-invalid",
  ],
  ["for somebody else's ears", () => sign({ ...claimsOf(target), aud: "staff" }), "token-invalid"],
  ["by another issuer", () => sign({ ...claimsOf(target), iss: "evil" }), "token-invalid"],
  [
    "that never ends",
    () => sign({ ...claimsOf(target), exp: undefined } as never),
    "token-invalid",
  ],
  [
    "not good yet",
    () => sign({ ...claimsOf(target), nbf: Math.floor(Date.now() / 1000) + 600 }),
    "token-invalid",
  ],
  ["a refresh token", () => target.refreshToken, "token-invalid"],
  ["the join key", () => target.joinKey, "token-invalid"],
  ["the PIN", () => target.pin, "token-invalid"],
];

function signedBy(key: string | Uint8Array, alg: "HS256" | "HS512"): string {
  const text = `${base64({ alg, typ: "JWT" })}.${base64(claimsOf(target))}`;
  return `${text}.${hmac(text, key, alg === "HS256" ? "sha256" : "sha512")}`;
}

describe("a token", () => {
  it.each(forged)(
    "%s opens nothing, on no route and on no live connection",
    async (_, make, code) => {
      const before = await attacked.digest();
      const token = await make();
      for (const [, endpoint] of forDiners) {
        expect(await send(endpoint, { authorization: `Bearer ${token}` })).toBe(`401 ${code}`);
      }
      expect(await live(token)).toBe(`4401 ${code}`);
      expect(await attacked.digest()).toBe(before);
      await attacked.honest.undisturbed();
    },
  );

  it("for another table reaches that table only", async () => {
    const other = await attacked.api.open();
    expect(await live(other.accessToken)).toBe("4401 not-allowed");
    // The host of another table removes "d2": nobody of theirs, and nobody here.
    const before = await attacked.digest();
    const refused = await attacked.api.call("removeDiner", {
      ...{ token: other.accessToken, body: { diner: "d2" } },
    });
    expect([refused.status, refused.code]).toEqual([403, "diner-gone"]);
    expect(await attacked.digest()).toBe(before);
    await attacked.honest.undisturbed();
  });

  it("for another restaurant reaches nothing here, also when our key signed it", async () => {
    const there = await attacked.api.open(attacked.api.there);
    expect(await live(there.accessToken)).toBe("4401 not-allowed");
    const { restaurantId } = attacked.api.there;
    const mixed = [
      await issueDinerToken(JWT_KEY, { ...target, restaurantId }),
      await issueDinerToken(JWT_KEY, { ...there, sessionId: target.sessionId }),
    ];
    for (const { token } of mixed) {
      for (const [, endpoint] of forDiners) {
        expect(await send(endpoint, { authorization: `Bearer ${token}` })).toBe(
          "401 token-invalid",
        );
      }
    }
    await attacked.honest.undisturbed();
  });

  it("of a diner does nothing on any route of the staff", async () => {
    const before = await attacked.digest();
    expect(forStaff.length).toBeGreaterThan(12);
    const cookies = [target.accessToken, target.refreshToken, target.joinKey];
    for (const [, endpoint] of forStaff) {
      for (const value of cookies) {
        const answers = [
          await send(endpoint, { cookie: `tureen_staff=${value}` }),
          await send(endpoint, { authorization: `Bearer ${value}` }),
        ];
        expect(answers).toEqual(["401 token-invalid", "401 token-missing"]);
      }
    }
    expect(await attacked.digest()).toBe(before);
    await attacked.honest.undisturbed();
  });

  it("of the staff does nothing on any route of the diners", async () => {
    const cookie = await attacked.api.signIn(attacked.api.here, "manager");
    const value = cookie.split("=")[1] ?? "";
    for (const [, endpoint] of forDiners) {
      expect(await send(endpoint, { cookie })).toBe("401 token-missing");
      expect(await send(endpoint, { authorization: `Bearer ${value}` })).toBe("401 token-invalid");
    }
    expect(await live(value)).toBe("4401 token-invalid");
  });
});

describe("a place at a table that is over", () => {
  /** A table with a guest who is connected. */
  async function givenGuest() {
    const host = await attacked.api.open();
    const table = attacked.api.here.tables.find(({ id }) => id !== undefined);
    const { body: session } = await attacked.api.call("readSession", { token: host.accessToken });
    const params = { code: session.code };
    const join = (body: { pin: string } | { key: string }) =>
      attacked.api.call("joinTable", { params, body: { name: "Mallory", ...body } });
    const guest = (await join({ pin: host.pin })).body;
    const phone = cleanup.add(new RawPhone(attacked.liveUrl, host.sessionId, "d2"), (p) =>
      p.destroy(),
    );
    await phone.open();
    phone.authenticate(guest.accessToken);
    phone.ask();
    await until("the guest is connected", () => phone.synced);
    return { host, guest, phone, join, table, params };
  }

  /** Every token of the guest, on every route and a new live connection. */
  async function everything({ guest }: { guest: Grant }, http: string, ws: string) {
    const authorization = `Bearer ${guest.accessToken}`;
    for (const [, endpoint] of forDiners) {
      expect(await send(endpoint, { authorization })).toBe(http);
    }
    // Over the live connection the end is told by the document, or by the close.
    const phone = new RawPhone(attacked.liveUrl, guest.sessionId, "d2");
    cleanup.add(phone, (p) => p.destroy());
    await phone.open();
    phone.authenticate(guest.accessToken);
    phone.write((doc) => doc.getMap("marks").set("d2", { ready: true, call: "waiter", at: 1 }));
    expect(await phone.untilClosed()).toBe(ws);
    const { body } = await attacked.api.call("refreshToken", {
      body: { refreshToken: guest.refreshToken },
    });
    return body as unknown as { error: { code: string } };
  }

  it.each(["the host", "the staff"])(
    "because %s removed the phone: told at once, and back neither with tokens nor with PIN or code",
    async (who) => {
      const given = await givenGuest();
      const { host, phone, join } = given;
      const { sessionId } = host;
      if (who === "the host") {
        const body = { diner: "d2" };
        await attacked.api.call("removeDiner", { token: host.accessToken, body });
      } else {
        const cookie = await attacked.api.signIn(attacked.api.here, "waiter");
        const body = { diner: "d2" };
        await attacked.api.call("staffRemoveDiner", { params: { sessionId }, cookie, body });
      }
      expect(await phone.untilClosed()).toBe("4403 diner-gone");
      expect(phone.notices).toContainEqual(refusedBecause("diner-gone"));
      const { error } = await everything(given, "403 diner-gone", "4403 diner-gone");
      expect(error.code).toBe("token-invalid");
      expect((await join({ pin: host.pin })).code).toBe("pin-wrong");
      expect((await join({ key: host.joinKey })).code).toBe("join-link-old");

      // Who stays sees the new PIN, and it lets people in.
      const { body } = await attacked.api.call("readSession", { token: host.accessToken });
      expect(body.pin).not.toBe(host.pin);
      expect((await join({ pin: body.pin })).body).toMatchObject({ diner: "d3" });
      await attacked.honest.undisturbed();
    },
  );

  it("because the table was closed: nothing more, with whatever was photographed", async () => {
    const given = await givenGuest();
    const { host, join, params } = given;
    const { sessionId } = host;
    const cookie = await attacked.api.signIn(attacked.api.here, "waiter");
    await attacked.api.call("closeSession", { params: { sessionId }, cookie, body: {} });
    const { error } = await everything(given, "409 session-closed", "4409 session-closed");
    expect(error.code).toBe("session-closed");
    for (const proof of [{ pin: host.pin }, { key: host.joinKey }]) {
      expect((await join(proof)).code).toBe("table-free");
    }
    // The next guests have another PIN and another join code.
    const next = await attacked.api.open(attacked.api.here, params.code);
    expect((await join({ key: host.joinKey })).code).toBe("join-link-old");
    if (next.pin !== host.pin) expect((await join({ pin: host.pin })).code).toBe("pin-wrong");
    await attacked.honest.undisturbed();
  });

  it("of a removed diner leaves behind what they ordered", async () => {
    const { host, guest } = await givenGuest();
    const { placeOrder } = await import("../../testing/test-restaurant.ts");
    const { orderId } = await placeOrder(attacked.api.db.pool, guest, "hot");
    await attacked.api.call("removeDiner", { token: host.accessToken, body: { diner: "d2" } });
    const cookie = await attacked.api.signIn(attacked.api.here, "kitchen");
    const { body } = await attacked.api.call("readTickets", { cookie });
    const ticket = body.tickets.find((each) => each.orderId === orderId);
    expect(ticket).toMatchObject({ by: "Mallory", status: "placed" });
  });
});
