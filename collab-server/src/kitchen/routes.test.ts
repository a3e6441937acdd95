import { type Answer, type Body, ENDPOINTS } from "@tureen/shared/endpoints";
import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";
import type { OrderStatus } from "@tureen/shared/table/document/order-status";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEvents } from "../testing/read-events.ts";
import { startTestApi, type TestApi } from "../testing/test-api.ts";
import { placeOrder } from "../testing/test-restaurant.ts";

let api: TestApi;
let cookie: string;
let seat: Answer<"openTable">;
beforeAll(async () => {
  api = await startTestApi();
  cookie = await api.signIn(api.here, "kitchen");
  seat = await api.open();
});
afterAll(() => api.close());

async function place(): Promise<string> {
  const { orderId } = await placeOrder(api.node.database, seat);
  return orderId;
}

const move = (orderId: string, from: OrderStatus, to: OrderStatus, reason?: string) =>
  api.call("moveOrder", { params: { orderId }, body: { from, to, reason }, cookie });

async function follow(query = "", headers: Record<string, string> = {}) {
  const response = await api.app.request(`${ENDPOINTS.followKitchen.path}${query}`, {
    headers: { cookie, ...headers },
  });
  expect(response.status).toBe(200);
  const events = readEvents(response);
  return {
    ...events,
    async numbers(count: number): Promise<number[]> {
      const numbers: number[] = [];
      while (numbers.length < count) {
        const event = await events.next();
        if (!event) throw new Error("the stream ended");
        numbers.push((JSON.parse(event.data) as KitchenEvent).number);
        expect(event.id).toBe(String(numbers.at(-1)));
      }
      return numbers;
    },
  };
}

const lastEvent = async () => (await api.call("readTickets", { cookie })).body.lastEvent;
const upTo = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i + 1);

describe("moving an order", () => {
  it("goes forward, back by one and into history, each with its number", async () => {
    const orderId = await place();
    const before = await lastEvent();
    const steps: [OrderStatus, OrderStatus][] = [
      ["placed", "accepted"],
      ["accepted", "preparing"],
      ["preparing", "accepted"],
      ["accepted", "preparing"],
      ["preparing", "ready"],
      ["ready", "served"],
      ["served", "ready"],
    ];
    for (const [index, [from, to]] of steps.entries()) {
      const { status, body } = await move(orderId, from, to);
      expect(status).toBe(200);
      expect(body).toEqual({ event: before + index + 1, status: to });
    }
  });

  it("is refused when somebody else was first, so that two taps are one step", async () => {
    const orderId = await place();
    const taps = await Promise.all([
      move(orderId, "placed", "accepted"),
      move(orderId, "placed", "accepted"),
    ]);
    expect(taps.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(taps.find(({ status }) => status === 409)?.code).toBe("order-moved");
  });

  it("is refused where the life of an order has no such step", async () => {
    const orderId = await place();
    const refused = await move(orderId, "placed", "served");
    expect([refused.status, refused.code]).toEqual([409, "order-move-refused"]);
  });

  it("cancels with a reason only", async () => {
    const orderId = await place();
    const without = await move(orderId, "placed", "cancelled");
    expect(without).toMatchObject({ status: 400, code: "field-invalid", field: "reason" });
    const blank = await move(orderId, "placed", "cancelled", "   ");
    expect(blank.status).toBe(400);
    const long = await move(orderId, "placed", "cancelled", "x".repeat(201));
    expect(long).toMatchObject({ status: 400, field: "reason" });
    expect((await move(orderId, "placed", "cancelled", "No more leeks")).status).toBe(200);
    const { body } = await api.call("readTickets", { cookie });
    const ticket = body.tickets.find((candidate) => candidate.orderId === orderId);
    expect(ticket).toMatchObject({ status: "cancelled", reason: "No more leeks", by: "Ana" });
  });

  it("is refused for an order or a status that does not exist", async () => {
    const unknown = await move(crypto.randomUUID(), "placed", "accepted");
    expect([unknown.status, unknown.code]).toEqual([404, "order-unknown"]);
    const malformed = await move("not-an-id", "placed", "accepted");
    expect(malformed).toMatchObject({ status: 400, field: "orderId" });
    const status = await move(crypto.randomUUID(), "placed", "eaten" as OrderStatus);
    expect(status).toMatchObject({ status: 400, field: "to" });
  });
});

describe("a dish that the kitchen calls by another name", () => {
  it("is called on a ticket what it was called when it was ordered, also afterwards", async () => {
    const manager = await api.signIn(api.here, "manager");
    const { menu } = (await api.call("readStaffMenu", { cookie })).body;
    const dishes = menu.categories.flatMap((category) => category.items);
    const rename = async (was: string | null, to: string | null) => {
      const { revision } = (await api.call("readMenuDraft", { cookie: manager })).body;
      const edits = dishes.map(({ id }) => ({
        ...({ kind: "set", id, field: "kitchenName" } as const),
        ...{ was, to },
      }));
      const body = { since: revision, edits };
      expect((await api.call("editMenuDraft", { cookie: manager, body })).body.conflicts).toEqual(
        [],
      );
      const now = (await api.call("readMenuDraft", { cookie: manager })).body;
      const published = { revision: now.revision, against: now.inForce };
      await api.call("publishMenuDraft", { cookie: manager, body: published });
    };
    const lineOf = async (orderId: string) => {
      const { tickets } = (await api.call("readTickets", { cookie })).body;
      return tickets.find((ticket) => ticket.orderId === orderId)?.lines[0];
    };
    const before = await place();
    await rename(null, "DSH");
    const named = await place();
    await rename("DSH", "NEW");
    const newer = await place();
    await rename("NEW", null);
    const names = await Promise.all([before, named, newer].map(lineOf));
    expect(names.map((line) => line?.kitchenName)).toEqual([null, "DSH", "NEW"]);
    // It is another name for the same dish: what was ordered stays as guests read it.
    expect(new Set(names.map((line) => line?.name)).size).toBe(1);
  });
});

describe("the kitchen's events", () => {
  it("come live, one by one, each with the ticket as it stands", async () => {
    const stream = await follow(`?after=${await lastEvent()}`);
    const orderId = await place();
    const placed = JSON.parse((await stream.next())?.data ?? "") as KitchenEvent;
    expect(placed).toMatchObject({ orderId, from: null, to: "placed", ticket: { table: "24" } });
    await move(orderId, "placed", "accepted");
    const accepted = JSON.parse((await stream.next())?.data ?? "") as KitchenEvent;
    expect(accepted).toMatchObject({
      number: placed.number + 1,
      to: "accepted",
      ticket: { status: "accepted" },
    });
    await stream.cancel();
  });

  it("resume without a gap or a double, while more happen", async () => {
    const from = await lastEvent();
    const first = await follow(`?after=${from}`);
    const orders = [await place(), await place()];
    expect(await first.numbers(2)).toEqual(upTo(from, from + 2));
    await first.cancel();
    // The screen is away; both others and the order of things go on.
    for (const id of orders) await move(id, "placed", "accepted");
    const moving = (async () => {
      for (const id of orders) await move(id, "accepted", "preparing");
      await place();
    })();
    const again = await follow(`?after=0`, { "last-event-id": String(from + 2) });
    expect(await again.numbers(5)).toEqual(upTo(from + 2, from + 7));
    await moving;
    await again.cancel();
  });

  it("tell a screen that was away of a void, and of its undoing", async () => {
    const waiter = await api.signIn(api.here, "waiter");
    const orderId = await place();
    const from = await lastEvent();
    const params = { sessionId: seat.sessionId };
    const adjust = (what: Body<"adjustBill">["what"]) =>
      api.call("adjustBill", {
        ...{ params, cookie: waiter },
        body: { once: crypto.randomUUID(), what, reason: "guest left" },
      });
    const screen = await follow(`?after=${from}`);
    await screen.cancel();
    const { body } = await api.call("readTickets", { cookie });
    const line = body.tickets.find((ticket) => ticket.orderId === orderId)?.lines[0]?.id ?? "";
    const { body: made } = await adjust({
      kind: "void",
      on: { order: orderId, line },
      portions: 1,
    });
    await adjust({ kind: "reversal", entry: made.entry });
    const again = await follow("", { "last-event-id": String(from) });
    const read = async () => JSON.parse((await again.next())?.data ?? "") as KitchenEvent;
    expect(await read()).toMatchObject({
      ...{ number: from + 1, orderId, from: "placed", to: "placed", reason: "guest left" },
      line: { id: line, change: "cancelled", portions: 1 },
    });
    const restored = await read();
    expect(restored).toMatchObject({ number: from + 2, line: { change: "restored" } });
    // What it reads anew is what it was told.
    const { body: now } = await api.call("readTickets", { cookie });
    expect(now.tickets.find((ticket) => ticket.orderId === orderId)).toEqual(restored.ticket);
    await again.cancel();
  });

  it("arrive even when every signal is lost", async () => {
    const stream = await follow(`?after=${await lastEvent()}`);
    const last = await lastEvent();
    api.signals.broken = true;
    await place();
    expect(await stream.numbers(1)).toEqual([last + 1]);
    api.signals.broken = false;
    await stream.cancel();
  });

  it("can be had from the very first", async () => {
    const last = await lastEvent();
    const stream = await follow("?after=0");
    expect(await stream.numbers(last)).toEqual(upTo(0, last));
    await stream.cancel();
  });

  it("begin now when no number is given", async () => {
    const stream = await follow();
    const last = await lastEvent();
    // Its first word shows that the stream is past its start.
    await new Promise((resolve) => setTimeout(resolve, 150));
    await place();
    expect(await stream.numbers(1)).toEqual([last + 1]);
    await stream.cancel();
  });

  it("tell a screen that knows too much to start over, and then go on", async () => {
    const last = await lastEvent();
    const stream = await follow(`?after=${last + 50}`);
    const reset = await stream.next();
    expect(reset).toEqual({
      event: "reset",
      id: String(last),
      data: JSON.stringify({ lastEvent: last }),
    });
    await place();
    expect(await stream.numbers(1)).toEqual([last + 1]);
    await stream.cancel();
  });

  it("are refused with a number that is none", async () => {
    for (const after of ["-1", "x", "1e3", "9".repeat(30)]) {
      const url = `${ENDPOINTS.followKitchen.path}?after=${after}`;
      const response = await api.app.request(url, { headers: { cookie } });
      expect(response.status).toBe(400);
    }
  });

  it("never show another restaurant's orders", async () => {
    const foreign = await api.signIn(api.there, "kitchen");
    const url = `${ENDPOINTS.followKitchen.path}?after=0`;
    const response = await api.app.request(url, { headers: { cookie: foreign } });
    const events = readEvents(response);
    await place();
    const said = await Promise.race([
      events.next(),
      new Promise((resolve) => setTimeout(() => resolve("silence"), 400)),
    ]);
    expect(said).toBe("silence");
    await events.cancel();
  });

  it("end when the sign-in is revoked elsewhere", async () => {
    const temporary = await api.signIn(api.here, "kitchen");
    const response = await api.app.request(ENDPOINTS.followKitchen.path, {
      headers: { cookie: temporary },
    });
    const events = readEvents(response);
    await api.db.owner.query(
      `update auth_sessions set revoked_at = now()
       where id = (select id from auth_sessions order by created_at desc limit 1)`,
    );
    expect(await events.next()).toBeNull();
  });
});

it("tells the kitchen the pace of its business day", async () => {
  const orderId = await place();
  const pace = async () => (await api.call("readPace", { cookie })).body;
  const before = (await pace()).served;
  const lives = ["placed", "accepted", "preparing", "ready", "served"] as const;
  for (const [at, to] of lives.slice(1).entries()) await move(orderId, lives[at]!, to);
  const after = await pace();
  expect(after.served).toBe(before + 1);
  expect(after.averageMs).toBeGreaterThanOrEqual(0);
  expect(after.slowest?.tookMs).toBeGreaterThanOrEqual(after.averageMs ?? 0);
});
