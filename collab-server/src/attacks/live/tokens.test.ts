/** Tokens that do not do, on the live connection of a table where two honest diners go on ordering. */
import { closeSession } from "@tureen/persistence/table/close-session";
import { leaveSession } from "@tureen/persistence/table/leave-session";
import type { LiveErrorCode } from "@tureen/shared/platform/protocol/reactions";
import { newClientId } from "@tureen/shared/table/document/keys";
import { SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { AttackedServer, closeOf } from "../../testing/attacked-server.ts";
import { LIVE_KEY } from "../../testing/live-node.ts";
import { type LiveTable, openLiveTable } from "../../testing/live-table.ts";
import { until } from "../../testing/until.ts";

let field: AttackedServer;
beforeAll(async () => {
  field = await AttackedServer.open({ timing: { sweepEveryMs: 50 } });
});
afterEach(() => field.cleanUp());
afterAll(() => field.close());

const HOUR_S = 3_600;
type Parts = readonly [header: string, payload: string, signature: string];

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const decode = (part: string) => JSON.parse(Buffer.from(part, "base64url").toString());
const partsOf = (token: string) => token.split(".") as unknown as Parts;

/** The token with other claims and the signature of the old ones. */
function withClaims(token: string, claims: Record<string, unknown>): string {
  const [header, payload, signature] = partsOf(token);
  return [header, encode({ ...decode(payload), ...claims }), signature].join(".");
}

/** The token under another header, signed with `signature`. */
function withHeader(token: string, header: unknown, signature = partsOf(token)[2]): string {
  return [encode(header), partsOf(token)[1], signature].join(".");
}

/** A token of the right claims, signed by somebody who has another key, or for another purpose. */
async function forged(
  token: string,
  { key = LIVE_KEY, alg = "HS256", claims = {} as Record<string, unknown> } = {},
): Promise<string> {
  const payload = { ...decode(partsOf(token)[1]), ...claims };
  return new SignJWT(payload).setProtectedHeader({ alg, typ: "JWT" }).sign(key);
}

describe("A token", () => {
  type Case = (table: LiveTable, good: string) => string | Promise<string>;
  const otherKey = new TextEncoder().encode(
    "the key of somebody else entirely, 64 characters, so it fits any",
  );
  const now = () => Math.floor(Date.now() / 1_000);
  const cases: [string, LiveErrorCode, Case][] = [
    ["that has expired", "token-expired", (table) => table.token("d1", -1_000)],
    [
      "for another table of this restaurant",
      "not-allowed",
      async ({ restaurant }) =>
        (await openLiveTable(field.db.pool, { restaurant, table: 1 })).token("d1"),
    ],
    [
      "for another restaurant",
      "not-allowed",
      async () => (await openLiveTable(field.db.pool)).token("d1"),
    ],
    ["without an algorithm", "token-invalid", (_, good) => withHeader(good, { alg: "none" }, "")],
    [
      "without an algorithm, with a signature",
      "token-invalid",
      (_, good) => withHeader(good, { alg: "none", typ: "JWT" }),
    ],
    [
      "without an algorithm, in other letters",
      "token-invalid",
      (_, good) => withHeader(good, { alg: "nOnE" }, ""),
    ],
    [
      "with another diner's name in it",
      "token-invalid",
      (_, good) => withClaims(good, { sub: "d2" }),
    ],
    [
      "with a longer life in it",
      "token-invalid",
      (_, good) => withClaims(good, { exp: now() + 24 * HOUR_S }),
    ],
    [
      "with a byte of its signature changed",
      "token-invalid",
      (_, good) => {
        const [header, payload, signature] = partsOf(good);
        const bytes = Buffer.from(signature, "base64url");
        bytes[7] = (bytes[7] ?? 0) ^ 1;
        return [header, payload, bytes.toString("base64url")].join(".");
      },
    ],
    ["signed with another key", "token-invalid", (_, good) => forged(good, { key: otherKey })],
    [
      "signed with another algorithm",
      "token-invalid",
      (_, good) => forged(good, { key: otherKey, alg: "HS512" }),
    ],
    [
      "made for another purpose",
      "token-invalid",
      (_, good) => forged(good, { claims: { aud: "staff" } }),
    ],
    ["of another issuer", "token-invalid", (_, good) => forged(good, { claims: { iss: "else" } })],
    ["without an end", "token-invalid", (_, good) => forged(good, { claims: { exp: undefined } })],
    [
      "that counts only later",
      "token-invalid",
      (_, good) => forged(good, { claims: { nbf: now() + HOUR_S } }),
    ],
    ["of nonsense", "token-invalid", () => "a.b.c"],
    ["of 100 kB", "token-invalid", () => "x".repeat(40_000)],
  ];

  test("that does not do opens nothing, whatever is wrong with it", async () => {
    const { table, honest } = await field.table();
    for (const [what, code, make] of cases) {
      const token = await make(table, await table.token("d1"));
      const phone = await field.stranger(table.sessionId);
      phone.authenticate(token);
      phone.ask();
      phone.write((doc) => doc.getMap("lines").set("d1-aaaaaaaaaa", table.line()));
      expect(await phone.untilClosed(), what).toBe(closeOf(code));
      expect(phone.auth, what).toEqual([code]);
      expect(phone.synced, what).toBe(false);
      phone.destroy();
    }
    await honest.finish();
    expect(await field.loggedBy(table, "d1")).toBe(0);
  });

  test("of this table's diner opens it, so that the refusals above mean something", async () => {
    const { table } = await field.table();
    const phone = await field.stranger(table.sessionId);
    phone.authenticate(await forged(await table.token("d1")));
    phone.ask();
    await until("it has synced", () => phone.synced);
  });

  test("that ends while it is in use ends the connection, edits under way or not", async () => {
    const { table, honest } = await field.table();
    const phone = await field.stranger(table.sessionId);
    phone.authenticate(await table.token("d1", 1_500));
    let at = 0;
    while (phone.closed === null) {
      at += 1;
      phone.write((doc) => doc.getMap("marks").set("d1", { ready: true, call: "none", at }));
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    expect(phone.closed).toBe(closeOf("token-expired"));
    await honest.finish();
  });
});

describe("A token that was good", () => {
  const removers = [
    ["the host", { kind: "diner", id: "d3" }],
    ["the staff", { kind: "staff", id: "00000000-0000-7000-8000-000000000001" }],
  ] as const;
  test.each(removers)("does nothing more once %s has removed its diner", async (_, by) => {
    const { table, honest } = await field.table();
    const { restaurantId, sessionId } = table;
    const token = await table.token("d1");
    const devices = [await field.raw(table), await field.raw(table)];
    await leaveSession(field.node.database, {
      ...{ restaurantId, sessionId, diner: "d1", now: new Date() },
      by,
    });
    for (const device of devices) expect(await device.untilClosed()).toBe(closeOf("diner-gone"));

    for (let i = 0; i < 3; i += 1) {
      const again = await field.stranger(sessionId);
      again.authenticate(token);
      again.ask();
      again.doc.clientID = newClientId(1);
      again.write((doc) => doc.getMap("lines").set(`d1-aaaaaaaaa${i}`, table.line()));
      expect(await again.untilClosed()).toBe(closeOf("diner-gone"));
      expect(again.synced).toBe(false);
    }
    await honest.finish();
    expect(await field.loggedBy(table, "d1")).toBe(0);
  });

  test("writes nothing once its session is closed", async () => {
    const { table, honest } = await field.table();
    const other = await field.table();
    const { restaurantId, sessionId } = table;
    const token = await table.token("d1");
    const open = await field.raw(table);
    await honest.finish();
    await closeSession(field.node.database, {
      ...{ restaurantId, sessionId, now: new Date() },
      by: { kind: "staff", id: null },
    });
    open.write((doc) => doc.getMap("lines").set("d1-aaaaaaaaaa", table.line()));
    expect(await open.untilClosed()).toBe(closeOf("session-closed"));

    const again = await field.stranger(sessionId);
    again.authenticate(token);
    again.write((doc) => doc.getMap("lines").set("d1-bbbbbbbbbb", table.line()));
    expect(await again.untilClosed()).toBe(closeOf("session-closed"));
    expect(await field.loggedBy(table, "d1")).toBe(0);
    await other.honest.finish();
  });
});
