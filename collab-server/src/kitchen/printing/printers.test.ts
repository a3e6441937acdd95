import { removeFontFile } from "@tureen/persistence/kitchen/printing/font";
import { makePrintJobs } from "@tureen/persistence/kitchen/printing/make-print-jobs";
import { noteSilentPrinters } from "@tureen/persistence/kitchen/printing/note-silence";
import { MenuCache } from "@tureen/persistence/menu/menu-cache";
import type { Answer, Body } from "@tureen/shared/endpoints";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startTestApi, type TestApi } from "../../testing/test-api.ts";
import { placeOrder } from "../../testing/test-restaurant.ts";

let api: TestApi;
let cook: string;
let manager: string;
let seat: Answer<"openTable">;
beforeAll(async () => {
  api = await startTestApi();
  cook = await api.signIn(api.here, "kitchen");
  manager = await api.signIn(api.here, "manager");
  seat = await api.open();
});
afterAll(async () => {
  await api.close();
  await removeFontFile();
});

const list = async () => (await api.call("listPrinters", { cookie: manager })).body;
const settings = {
  ...{ stations: [] as string[], fallback: null },
  ...({ dots: 384, language: "en" } as const),
};
const add = (body: Body<"addPrinter">, cookie = manager) =>
  api.call("addPrinter", { cookie, body });
const inNetwork = (name: string) =>
  add({ ...settings, kind: "escpos", name, host: "192.168.1.50", port: 9100 });

beforeEach(async () => {
  for (const { id } of (await list()).printers) {
    await api.call("removePrinter", { cookie: manager, params: { printerId: id }, body: {} });
  }
});

describe("printers", () => {
  it("are set up, changed and removed by managers, and by nobody else", async () => {
    const made = await inNetwork("Bar");
    expect([made.status, made.body.path]).toEqual([200, null]);
    const [bar] = made.body.printers;
    expect(bar).toMatchObject({ name: "Bar", host: "192.168.1.50", port: 9100, on: true });
    const params = { printerId: bar?.id ?? "" };
    const change = (body: Body<"changePrinter">, cookie = manager) =>
      api.call("changePrinter", { cookie, params, body });
    expect((await change({ name: "Café", on: false })).body.printers).toMatchObject([
      { name: "Café", on: false, host: "192.168.1.50" },
    ]);
    expect((await change({ name: "No" }, cook)).status).toBe(403);
    expect((await api.call("listPrinters", { cookie: cook })).status).toBe(403);
    expect((await api.call("readPrinterTroubles", { cookie: cook })).body).toEqual({
      troubled: [],
    });
  });

  it("over TCP are at the ports of printers only, and the others are at none", async () => {
    const to = { ...settings, kind: "escpos", name: "Bar", host: "192.168.1.50" } as const;
    for (const port of [22, 80, 5432, 6379, 9099, 9110]) {
      expect((await add({ ...to, port })).status).toBe(400);
    }
    expect((await add(to)).status).toBe(400);
    expect((await add({ ...to, host: "http://x/", port: 9100 })).status).toBe(400);
    expect((await add({ ...settings, kind: "cloudprnt", name: "Bar", port: 9100 })).status).toBe(
      400,
    );
    expect((await list()).printers).toEqual([]);
  });

  it("cannot share a name, and fall back on another printer of the house only", async () => {
    const bar = (await inNetwork("Bar")).body.printers[0]?.id ?? "";
    expect((await inNetwork("ＢＡＲ")).status).toBe(409);
    const params = { printerId: bar };
    const fallBackOn = (fallback: string) =>
      api.call("changePrinter", { cookie: manager, params, body: { fallback } });
    expect((await fallBackOn(bar)).status).toBe(400);
    expect((await fallBackOn(crypto.randomUUID())).status).toBe(400);
    const pass = (await inNetwork("Pass")).body.printers.find(({ name }) => name === "Pass");
    expect((await fallBackOn(pass?.id ?? "")).status).toBe(200);
  });
});

describe("a printer that asks us", () => {
  const menus = new MenuCache();
  let path: string;
  beforeEach(async () => {
    const { body } = await add({ ...settings, kind: "cloudprnt", name: "Star" });
    path = body.path ?? "";
  });

  const ask = async (method: string, query = "", body?: unknown) => {
    const response = await api.app.request(`${path}${query}`, {
      method,
      ...(body !== undefined && {
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
    });
    const isPicture = response.headers.get("content-type") === "image/png";
    return {
      status: response.status,
      cut: response.headers.get("x-star-cut"),
      json: isPicture ? undefined : ((await response.json()) as { readonly jobToken?: string }),
      bytes: isPicture ? Buffer.from(await response.arrayBuffer()) : undefined,
    };
  };
  const poll = (statusCode = "200%20OK") =>
    ask("POST", "", { status: "23 6 0 0 0 0 0 0 0", printerMAC: "00:11:62:00:00:01", statusCode });
  const order = async () => {
    await placeOrder(api.node.database, seat);
    const { restaurantId } = api.here;
    await makePrintJobs(api.node.database, { restaurantId, menus, now: new Date() });
  };
  const states = async () => (await list()).jobs.map(({ state, copy }) => [state, copy]);

  it("learns that there is something, fetches a picture of it, and says that it is on paper", async () => {
    expect((await poll()).json).toEqual({ jobReady: false });
    await order();
    const { json } = await poll();
    expect(json).toMatchObject({
      jobReady: true,
      mediaTypes: ["image/png"],
      deleteMethod: "DELETE",
    });
    const slip = await ask("GET", `?type=image%2Fpng&token=${json?.jobToken}`);
    expect([slip.status, slip.cut]).toEqual([200, "partial; feed=true"]);
    // A PNG as wide as the paper.
    expect(slip.bytes?.subarray(1, 4).toString()).toBe("PNG");
    expect(slip.bytes?.readUInt32BE(16)).toBe(384);
    expect(await states()).toEqual([["begun", true]]);
    const done = `?code=200%20OK&token=${json?.jobToken}`;
    expect((await ask("DELETE", done)).status).toBe(200);
    // Again, since it may not have had the answer.
    expect((await ask("DELETE", done)).status).toBe(200);
    expect(await states()).toEqual([["printed", false]]);
    expect((await poll()).json).toEqual({ jobReady: false });
    expect((await ask("GET")).status).toBe(404);
  });

  it("gets a copy of what it fetches again, and finishes it without naming it", async () => {
    await order();
    await poll();
    const first = (await ask("GET")).bytes;
    const second = (await ask("GET")).bytes;
    const third = (await ask("GET")).bytes;
    expect(first && second && first.equals(second)).toBe(false);
    expect(second && third && second.equals(third)).toBe(true);
    expect((await ask("DELETE", "?code=OK")).status).toBe(200);
    expect(await states()).toEqual([["printed", true]]);
  });

  it("says what it lacks, and is given nothing meanwhile", async () => {
    await order();
    const troubles = async () =>
      (await api.call("readPrinterTroubles", { cookie: cook })).body.troubled.map((each) => [
        ...[each.name, each.trouble, each.waiting],
      ]);
    for (const [code, trouble] of [
      ["410", "paper-out"],
      ["420%20Cover%20open", "cover-open"],
      ["411", "fault"],
    ] as const) {
      expect((await poll(code)).json).toEqual({ jobReady: false });
      expect(await troubles()).toEqual([["Star", trouble, 1]]);
    }
    expect((await poll()).json).toMatchObject({ jobReady: true });
    expect(await troubles()).toEqual([]);
    // It fetched a slip, and then its paper was at its end: it is not on paper.
    await ask("GET");
    await ask("DELETE", "?code=410");
    expect([await troubles(), await states()]).toEqual([
      [["Star", "paper-out", 1]],
      [["begun", true]],
    ]);
  });

  it("that has not asked for long does not answer, until it asks again", async () => {
    const { restaurantId } = api.here;
    const at = (ms: number) => ({ restaurantId, now: new Date(Date.now() + ms) });
    const troubles = async () =>
      (await api.call("readPrinterTroubles", { cookie: cook })).body.troubled.map(
        ({ trouble }) => trouble,
      );
    await poll();
    await noteSilentPrinters(api.node.database, at(50_000));
    expect(await troubles()).toEqual([]);
    await noteSilentPrinters(api.node.database, at(70_000));
    expect(await troubles()).toEqual(["no-answer"]);
    await poll();
    expect(await troubles()).toEqual([]);
  });

  it("proves itself with its token, which no answer has again", async () => {
    const token = path.split("/").at(-1) ?? "";
    expect(JSON.stringify(await list())).not.toContain(token);
    for (const wrong of ["x", `${token}x`, token.replace(/.$/, "!"), token.slice(0, -1)]) {
      const response = await api.app.request(`/api/cloudprnt/${encodeURIComponent(wrong)}`);
      expect(response.status).toBe(404);
    }
    const other = path.replace(api.here.restaurantId, api.there.restaurantId);
    expect((await api.app.request(other, { method: "POST" })).status).toBe(404);
    expect((await ask("POST", "", "no object")).status).toBe(400);
  });
});
