import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../testing/test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

const codeOf = (n: number) => api.here.tables[n]?.code ?? "";
const name = "Ben";

/** Who has a seat at the table of this code, as whoever holds this token sees it. */
async function peopleOf(token: string): Promise<string[]> {
  const { body } = await api.call("readSession", { token });
  return body.people.map(({ diner }) => diner).sort();
}

describe("one phone, however often it arrives", () => {
  it("has one seat when it opens a table from two tabs at once", async () => {
    const body = { name, arrival: randomUUID() };
    const open = () => api.call("openTable", { params: { code: codeOf(0) }, body });
    const results = await Promise.all(Array.from({ length: 12 }, open));
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set([200]));
    const [first] = results;
    for (const { body: grant } of results) {
      expect(grant).toMatchObject({ sessionId: first?.body.sessionId, diner: "d1", host: true });
      expect(await peopleOf(grant.accessToken)).toEqual(["d1"]);
    }
    // Somebody else who is late does not get in by it.
    const late = await api.call("openTable", {
      params: { code: codeOf(0) },
      body: { name, arrival: randomUUID() },
    });
    expect([late.status, late.code]).toEqual([409, "table-taken"]);
  });

  it("has one seat when the answer to joining was lost, with tokens of its own each time", async () => {
    const host = await api.open(api.here, codeOf(1));
    const params = { code: codeOf(1) };
    const body = { name, pin: host.pin, arrival: randomUUID() };
    const join = () => api.call("joinTable", { params, body });
    const [lost, again] = [await join(), await join()];
    expect([lost.body.diner, again.body.diner]).toEqual(["d2", "d2"]);
    expect(again.body.refreshToken).not.toBe(lost.body.refreshToken);
    expect(await peopleOf(host.accessToken)).toEqual(["d1", "d2"]);
    for (const { refreshToken } of [lost.body, again.body]) {
      expect((await api.call("refreshToken", { body: { refreshToken } })).status).toBe(200);
    }
    const other = await api.call("joinTable", { params, body: { ...body, arrival: randomUUID() } });
    expect(other.body.diner).toBe("d3");
  });

  it("sits down anew after it has left, and its arrival opens nothing without the PIN", async () => {
    const host = await api.open(api.here, codeOf(2));
    const params = { code: codeOf(2) };
    const body = { name, pin: host.pin, arrival: randomUUID() };
    const joined = await api.call("joinTable", { params, body });
    const wrong = host.pin === "000000" ? "000001" : "000000";
    const refused = await api.call("joinTable", { params, body: { ...body, pin: wrong } });
    expect([refused.status, refused.code]).toEqual([403, "pin-wrong"]);
    await api.call("leaveTable", { token: joined.body.accessToken, body: {} });
    expect((await api.call("joinTable", { params, body })).body.diner).toBe("d3");
  });

  it("must be a UUID, which nobody can guess", async () => {
    const body = { name, arrival: "1" };
    const refused = await api.call("openTable", { params: { code: codeOf(3) }, body });
    expect(refused).toMatchObject({ status: 400, code: "field-invalid", field: "arrival" });
  });

  it("is told which seat it has, so that a link can lead back to it", async () => {
    const host = await api.open(api.here, codeOf(3));
    const { body } = await api.call("readSession", { token: host.accessToken });
    expect(body).toMatchObject({ diner: "d1", seat: 1 });
  });
});
