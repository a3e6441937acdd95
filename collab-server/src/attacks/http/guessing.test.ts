import { ENDPOINTS } from "@tureen/shared/endpoints";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEvents } from "../../testing/read-events.ts";
import { until } from "../../testing/until.ts";
import { type AttackedApi, type CountStore, startAttackedApi } from "./attacked-api.ts";

/** An address of nobody else in this run. */
let nextAddress = 1;
const somebody = () => `203.0.${nextAddress >> 8}.${nextAddress++ & 255}`;

describe.each<CountStore>(["redis", "postgres"])("with counts in %s,", (store) => {
  let attacked: AttackedApi;
  let waiter: string;
  let pin: string;
  beforeAll(async () => {
    attacked = await startAttackedApi(store);
    waiter = await attacked.api.signIn(attacked.api.here, "waiter");
    pin = attacked.honest.grants[0]?.pin ?? "";
  });
  afterAll(() => attacked.close());

  const wrong = () => (pin === "000000" ? "000001" : "000000");
  async function join(body: Record<string, string>, from: string) {
    const response = await attacked.fetch(`/api/t/${attacked.honest.code}/join`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "Guest", ...body }),
      from,
    });
    const { error } = (await response.json()) as {
      error?: { code: string; attemptsLeft?: number; retryAfterS?: number };
    };
    const retryAfter = response.headers.get("retry-after");
    return { status: response.status, code: error?.code, ...error, retryAfter };
  }
  async function alarm() {
    const { body } = await attacked.api.call("readFloor", { cookie: waiter });
    const table = body.tables.find(({ code }) => code === attacked.honest.code);
    return table?.session?.alarm;
  }

  it("one address that guesses waits, and is told how long; other guests do not", async () => {
    const mallory = somebody();
    for (const attemptsLeft of [4, 3, 2, 1, 0]) {
      expect(await join({ pin: wrong() }, mallory)).toMatchObject({
        ...{ status: 403, code: "pin-wrong", attemptsLeft },
      });
    }
    const waits = await join({ pin }, mallory);
    expect(waits).toMatchObject({ status: 429, code: "pin-wait" });
    expect(waits.retryAfter).toBe(String(waits.retryAfterS));
    expect((await join({ pin }, somebody())).status).toBe(200);
    expect(await alarm()).toBeNull();
    await attacked.honest.undisturbed();
  });

  it("a claimed address counts only from a proxy that is trusted, and only the last one", async () => {
    // What the client wrote itself stands in front of what the proxy saw.
    const mallory = somebody();
    const lie = () => `${somebody()}, ${mallory}`;
    for (let n = 0; n < 5; n++)
      expect((await join({ pin: wrong() }, lie())).code).toBe("pin-wrong");
    expect((await join({ pin }, lie())).code).toBe("pin-wait");
  });

  it("many addresses make staff look at once, then lock the PIN, never the join code", async () => {
    const stream = await attacked.fetch(ENDPOINTS.followFloor.path, {
      headers: { cookie: waiter },
    });
    const floor = readEvents(stream);
    await floor.next();
    const outcomes = await Promise.all(
      Array.from({ length: 60 }, () => join({ pin: wrong() }, somebody())),
    );
    // Ten wrong ones had come before, from two addresses.
    expect(outcomes.filter(({ code }) => code === "pin-wrong")).toHaveLength(20);
    expect(outcomes.filter(({ code }) => code === "pin-locked").length).toBeGreaterThan(0);
    expect(await floor.next()).toMatchObject({ event: "floor" });
    await floor.cancel();
    const raised = await until("the floor shows the lock", async () => {
      const now = await alarm();
      return now?.lockedUntil ? now : null;
    });
    expect(raised.wrongPins).toBe(30);
    expect(raised.lockedUntil).toBeGreaterThan(Date.now() + 200_000);

    const locked = await join({ pin }, somebody());
    expect(locked).toMatchObject({ status: 429, code: "pin-locked" });
    expect(locked.retryAfterS).toBeLessThanOrEqual(300);
    const key = attacked.honest.grants[0]?.joinKey ?? "";
    expect((await join({ key }, somebody())).status).toBe(200);
    // Not for who makes keys up, and they are not told how near they were.
    const almost = `${key.slice(0, -1)}${key.endsWith("A") ? "B" : "A"}`;
    expect(await join({ key: almost }, somebody())).toMatchObject({ code: "join-link-old" });
    await attacked.honest.undisturbed();
  });

  it("a new PIN from the floor ends lock and alarm, and the host's phone shows it", async () => {
    const params = { sessionId: attacked.honest.sessionId };
    const { body } = await attacked.api.call("rotatePin", { params, cookie: waiter, body: {} });
    expect(await alarm()).toBeNull();
    expect((await join({ pin: body.pin }, somebody())).status).toBe(200);
    await until("the host's phone is told", () =>
      attacked.honest.notices.some(({ kind }) => kind === "people"),
    );
    const token = attacked.honest.grants[0]?.accessToken ?? "";
    const { body: session } = await attacked.api.call("readSession", { token });
    expect(session.pin).toBe(body.pin);
    expect((await join({ key: session.joinKey }, somebody())).status).toBe(200);
    await attacked.honest.undisturbed();
  });

  it("looking for codes tells nothing, and ends soon", async () => {
    const look = async (code: string, from: string, path = "") => {
      const response = await attacked.fetch(`/api/t/${code}${path}`, { from });
      const headers = [...response.headers].filter(
        ([name]) => !["date", "x-request-id"].includes(name),
      );
      return JSON.stringify([response.status, headers, await response.text()]);
    };
    // The same answer for a code of a restaurant that exists, that does not, and for no code.
    const { slug } = attacked.api.here;
    const codes = [`${slug}-aaaaaaaaaaaaaaaaaaaa`, "nowhere-aaaaaaaaaaaaaaaaaaaa", "x", "'--"];
    const answers = await Promise.all(
      codes.map((code) => look(encodeURIComponent(code), somebody())),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain("table-unknown");

    const mallory = somebody();
    let asked = 0;
    let answer = "";
    while (asked < 500 && !answer.includes("rate-limited")) {
      asked += 1;
      answer = await look(
        `${slug}-${String(asked).padStart(20, "a")}`,
        mallory,
        asked % 2 ? "" : "/menu",
      );
    }
    expect(asked).toBe(61);
    // Whatever exists looks no different from then on.
    const real = await look(attacked.honest.code, mallory);
    expect(real).toContain("rate-limited");
    expect(await look(attacked.honest.code, somebody())).toContain("[200,");
    await attacked.honest.undisturbed();
  });
});
