/** Every secret is changed as infra/deploy/secrets.md says, with guests and staff in the middle of it. */
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { LivePhone } from "@tureen/collab-server/testing/live-phone";
import { createTestRestaurant } from "@tureen/collab-server/testing/test-restaurant";
import { until } from "@tureen/collab-server/testing/until";
import { resealKeysCli } from "@tureen/persistence/bill/reseal-keys/cli";
import {
  createTestDatabase,
  requiredUrl,
  type TestDatabase,
} from "@tureen/persistence/testing/test-database";
import type { EndpointName } from "@tureen/shared/endpoints";
import { COLLAB_PATH } from "@tureen/shared/platform/protocol/addresses";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../run/start/ports.ts";
import { startProcess } from "../bench/process.ts";
import { type Asking, ask as askOnce, signIn } from "../chaos/api.ts";

const entry = fileURLToPath(new URL("../../../collab-server/src/main.ts", import.meta.url));
const keys = {
  publishableKey: "pk_test_publishable_1111",
  secretKey: "sk_test_hidden_2222",
  webhookSecret: "whsec_hidden3333",
};

/** Nothing here is about how fast an answer comes. */
const PATIENCE_MS = 60_000;
const ask = <E extends EndpointName>(origin: string, endpoint: E, asking: Asking<E>) =>
  askOnce(origin, endpoint, { timeoutMs: PATIENCE_MS, ...asking });

/** The secrets that a server is started with, the one that makes and the one that is accepted too. */
interface Secrets {
  readonly now: string;
  readonly accepted?: string;
}

let db: TestDatabase;
const stops: (() => unknown)[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
  await db.drop();
});

const settingsOf = ({ now, accepted = "" }: Secrets) => ({
  ...{ JWT_SECRET: `jwt ${now}`, JWT_SECRETS_ACCEPTED: accepted && `jwt ${accepted}` },
  ...{ PAYMENT_KEYS_SECRET: now, PAYMENT_KEYS_SECRETS_ACCEPTED: accepted },
});

/** A server process with its own environment, as in service; each finds the others over Redis. */
async function startServer(secrets: Secrets) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const env = {
    ...{ DATABASE_URL: db.url, REDIS_URL: requiredUrl("TEST_REDIS_URL"), DRAIN_SECONDS: "0" },
    ...{ SERVER_HOST: "127.0.0.1", SERVER_PORT: String(port), LOG_LEVEL: "fatal" },
    ...{ PAYMENT_PROVIDER: "stripe", ...settingsOf(secrets) },
  };
  const { stop } = await startProcess(entry, env, `${origin}/health`);
  stops.push(stop);
  return { origin, live: `ws://127.0.0.1:${port}${COLLAB_PATH}`, stop };
}

test("secrets change under open tables: nobody is signed out, no QR dies, no keys are lost", async () => {
  const [old, next] = [randomBytes(24).toString("hex"), randomBytes(24).toString("hex")];
  const restaurant = await createTestRestaurant(db.pool, "Rotating", 2);
  const accounts = new Map(restaurant.staff.map((account) => [account.role, account]));
  const account = accounts.get("manager");
  if (!account) throw new Error("no manager");

  // As it was: a table with a phone, a join QR on it, a manager who is signed in, and Stripe's keys.
  const before = await startServer({ now: old });
  const cookie = await signIn(before.origin, account, PATIENCE_MS);
  await ask(before.origin, "changePaymentKeys", { cookie, body: { keys } });
  const params = { code: restaurant.tables[0]?.code ?? "" };
  const host = await ask(before.origin, "openTable", { params, body: { name: "Ana" } });
  let token = host.accessToken;
  const phone = new LivePhone(
    `${before.live}/${host.sessionId}`,
    host.sessionId,
    host.diner,
    async () => token,
  );
  stops.push(() => phone.destroy());
  const refresh = async (server: { origin: string }) => {
    const body = { refreshToken: host.refreshToken };
    return (await ask(server.origin, "refreshToken", { body })).accessToken;
  };
  const readsSession = (server: { origin: string }, token: string) =>
    ask(server.origin, "readSession", { token });
  const dish = restaurant.menu.categories.flatMap(({ items }) => items)[0];
  const add = async () => {
    const at = Date.now();
    phone.edits.addLine({ item: dish?.id ?? "", options: [], note: "", for: "table", at }, 1);
    await until("the phone has saved", () => phone.saved);
  };
  await add();

  // First every server learns the next secret, then every one uses it: at each moment two kinds run.
  const knowing = await startServer({ now: old, accepted: next });
  const using = await startServer({ now: next, accepted: old });
  for (const server of [before, knowing, using]) await readsSession(server, host.accessToken);
  const fresh = await refresh(using);
  await readsSession(knowing, fresh);
  await readsSession(using, await refresh(knowing));

  // A phone goes from one to the next with the tokens it has, and others join by the QR it shows.
  phone.moveTo(`${knowing.live}/${host.sessionId}`);
  await before.stop();
  await add();
  token = fresh;
  phone.moveTo(`${using.live}/${host.sessionId}`);
  const joined = await ask(using.origin, "joinTable", {
    params,
    body: { name: "Bo", key: host.joinKey },
  });
  expect(joined.sessionId).toBe(host.sessionId);
  await ask(knowing.origin, "joinTable", { params, body: { name: "Cy", key: joined.joinKey } });
  await knowing.stop();
  await add();
  const shown = async (server: { origin: string }) =>
    (await ask(server.origin, "readPaymentKeys", { cookie })).keys;
  expect(await shown(using)).toMatchObject({ secretKey: "2222" });

  // What the old one sealed is sealed anew, and the old one is forgotten.
  const lines: string[] = [];
  const reseal = (secrets: Secrets) =>
    resealKeysCli({
      env: { DATABASE_URL: db.url, ...settingsOf(secrets) },
      print: (line) => lines.push(line),
      printError: (line) => lines.push(line),
    });
  expect(await reseal({ now: next })).toBe(1);
  expect(await reseal({ now: next, accepted: old })).toBe(0);
  expect(await reseal({ now: next })).toBe(0);
  expect(lines).toEqual([
    expect.stringMatching(/^Rotating \(.*\): its keys open with none of the secrets$/),
    "1 with keys, 0 sealed anew, 1 do not open",
    "1 with keys, 1 sealed anew, 0 do not open",
    "1 with keys, 0 sealed anew, 0 do not open",
  ]);
  const after = await startServer({ now: next });
  phone.moveTo(`${after.live}/${host.sessionId}`);
  await using.stop();
  await add();
  expect(await shown(after)).toMatchObject({ secretKey: "2222" });
  // Sent away by servers that stopped, and never turned away.
  expect(new Set(phone.refusals)).toEqual(new Set(["restarting"]));
  expect(Object.keys(phone.view.lines)).toHaveLength(4);

  // Only now the old secret signs nothing that counts; the refresh token and the cookie still do.
  await expect(readsSession(after, host.accessToken)).rejects.toMatchObject({
    code: "token-invalid",
  });
  await readsSession(after, await refresh(after));
  const stale = ask(after.origin, "joinTable", { params, body: { name: "Di", key: host.joinKey } });
  await expect(stale).rejects.toMatchObject({ code: "join-link-old" });
}, 600_000);

test("a secret that is short or a placeholder is not accepted, nor shown", async () => {
  for (const accepted of ["hidden", "change-me-change-me-change-me-hidden"]) {
    const lines: string[] = [];
    const env = { PAYMENT_KEYS_SECRET: "s".repeat(40), PAYMENT_KEYS_SECRETS_ACCEPTED: accepted };
    const printError = (line: string) => lines.push(line);
    expect(await resealKeysCli({ env, print: printError, printError })).toBe(1);
    expect(lines.join()).toMatch(/^PAYMENT_KEYS_SECRETS_ACCEPTED: /);
    expect(lines.join()).not.toContain(accepted);
  }
});
