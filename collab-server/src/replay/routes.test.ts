import { removeLogBatch } from "@tureen/persistence/table/remove-log";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import { parseRecording } from "@tureen/shared/replay/file";
import { verifyRecording } from "@tureen/shared/replay/verify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { placeOrder } from "../testing/test-restaurant.ts";

let api: TestApi;
let manager: string;
let foreign: string;
beforeAll(async () => {
  api = await startTestApi();
  manager = await api.signIn(api.here, "manager");
  foreign = await api.signIn(api.there, "manager");
});
afterAll(() => api.close());

const pathOf = (sessionId: string) => ENDPOINTS.readReplay.path.replace("{sessionId}", sessionId);

async function recorded(sessionId: string, cookie = manager) {
  const response = await api.app.request(pathOf(sessionId), { headers: { cookie } });
  expect(response.status).toBe(200);
  const unzipped = response.body?.pipeThrough(new DecompressionStream("gzip"));
  return { response, recording: parseRecording(await new Response(unzipped).text()) };
}

describe("an evening", () => {
  it("comes as a file with names that verifies, and the look at it is on the record", async () => {
    const host = await api.open();
    await placeOrder(api.db.pool, host);
    const { response, recording } = await recorded(host.sessionId);
    expect(response.headers.get("content-type")).toBe("application/vnd.tureen.evening");
    expect(response.headers.get("cache-control")).toContain("no-store");
    expect(recording).toMatchObject({ session: host.sessionId, names: { d1: "Ana" } });
    expect(recording.orders).toHaveLength(1);
    expect(recording.log).toHaveLength(recording.head);
    expect(verifyRecording(recording)).toMatchObject({ ok: true });
    const { rows } = await api.db.owner.query(
      `select actor_kind as kind from session_activity_log
       where session_id = $1 and action = 'session.replay'`,
      [host.sessionId],
    );
    expect(rows).toEqual([{ kind: "staff" }]);
  });

  it("has no name where one was erased", async () => {
    const { sessionId } = await api.open();
    const erase = { params: { sessionId }, body: { diner: "d1" }, cookie: manager };
    expect((await api.call("eraseDiner", erase)).status).toBe(200);
    expect((await recorded(sessionId)).recording.names).toEqual({ d1: null });
  });

  it("is for managers of the house", async () => {
    const { sessionId } = await api.open();
    const params = { sessionId };
    for (const role of ["kitchen", "waiter"] as const) {
      const cookie = await api.signIn(api.here, role);
      expect((await api.call("readReplay", { params, cookie })).code).toBe("not-allowed");
      expect((await api.call("listReplays", { cookie })).code).toBe("not-allowed");
    }
    const refused = await api.call("readReplay", { params, cookie: foreign });
    expect([refused.status, refused.code]).toEqual([404, "session-unknown"]);
    expect((await api.call("readReplay", { params })).code).toBe("token-missing");
    const { body } = await api.call("listReplays", { cookie: foreign });
    expect(body).toEqual({ sessions: [], more: false });
  });

  it("says so when its log is no longer kept, and the list says so too", async () => {
    const { sessionId } = await api.open();
    const params = { sessionId };
    await api.call("closeSession", { params, body: {}, cookie: manager });
    await api.db.owner.query(
      "update sessions set closed_at = now() - interval '9 days' where id = $1",
      [sessionId],
    );
    const now = new Date();
    const endedBefore = new Date(now.getTime() - 8 * 86_400_000);
    const { restaurantId } = api.here;
    const removal = { restaurantId, sessionId, endedBefore, now };
    expect((await removeLogBatch(api.db.pool, removal)).gone).toBe(true);
    const refused = await api.call("readReplay", { params, cookie: manager });
    expect([refused.status, refused.code]).toEqual([410, "log-gone"]);
    const { body } = await api.call("listReplays", { cookie: manager });
    expect(body.sessions.find((each) => each.sessionId === sessionId)).toMatchObject({
      ...{ kept: false, status: "closed", edits: 0 },
    });
  });
});

describe("the list of evenings", () => {
  it("has the newest first with what is on record, and goes on before a time", async () => {
    const first = await api.open();
    await placeOrder(api.db.pool, first);
    const second = await api.open();
    const { body } = await api.call("listReplays", { cookie: manager });
    expect(body.sessions.slice(0, 2)).toMatchObject([
      { sessionId: second.sessionId, status: "active", endedAt: null, orders: 0, kept: true },
      { sessionId: first.sessionId, diners: 1, confirms: 1, orders: 1, rejections: 0 },
    ]);
    const query = { before: String(body.sessions[0]?.openedAt) };
    const earlier = await api.call("listReplays", { cookie: manager, query });
    expect(earlier.body.sessions[0]?.sessionId).toBe(first.sessionId);
    const wrong = await api.call("listReplays", { cookie: manager, query: { before: "noon" } });
    expect([wrong.status, wrong.code]).toEqual([400, "field-invalid"]);
  });
});
