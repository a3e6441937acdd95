/**
 * A table's session as a model: phones that lose, double and reorder messages, go offline and
 * reload, and a server that appends what the guard accepts and decides confirms at the head of its
 * log. Every delivery is chosen by the seeded generator.
 */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import * as Y from "yjs";
import type { Menu } from "../menu/menu.ts";
import { accountsOf, cartOf } from "../table/document/cart.ts";
import { inspectUpdate } from "../table/document/guard.ts";
import { dinerAt, makerOf, splitPortionKey } from "../table/document/keys.ts";
import {
  DinerEdits,
  editAsServer,
  encodeDocument,
  newDinerDocument,
  readSession,
  rebuildDocument,
} from "../table/document/session-document.ts";
import type { Confirm, Line, LineRejection } from "../table/document/types.ts";
import { unitPrice } from "../table/pricing.ts";
import { decideConfirm, orderTotal } from "./decide.ts";

const PHONES = 3;
const MAX_AGE_MS = 60;
const uuid = (n: number) => `0192f0c1-0000-7000-8000-${String(n).padStart(12, "0")}`;
const EXTRA = { option: uuid(10), values: [uuid(11)] };

/** Three dishes, the last with an extra; the price of the second one moves with the version. */
function menuOf(version: number): Menu {
  const dish = { allergens: [], additives: [], options: [] };
  const extra = { id: uuid(11), name: "cheese", priceDelta: 50 };
  const items = [
    { ...dish, id: uuid(1), name: "soup", price: 450 },
    { ...dish, id: uuid(2), name: "fish", price: 1_000 + 100 * version },
    {
      ...dish,
      id: uuid(3),
      name: "bread",
      price: 200,
      options: [{ id: uuid(10), name: "extra", min: 0, max: 1, values: [extra] }],
    },
  ];
  const menu = { restaurantId: uuid(0), version, name: "m", currency: "EUR", locale: "en" };
  return { ...menu, categories: [{ id: uuid(9), name: "all", items }] };
}

interface Phone {
  doc: Y.Doc;
  online: boolean;
  menuVersion: number;
  up: Uint8Array[];
  down: Uint8Array[];
}

/** What all sessions of the run saw, to show that it was not vacuous. */
const seen: Record<string, number> = {};
const count = (what: string) => {
  seen[what] = (seen[what] ?? 0) + 1;
};

class SimulatedSession {
  readonly server = new Y.Doc();
  readonly log: Uint8Array[] = [];
  readonly queue: { id: string; confirm: Confirm; arrivedAt: number }[] = [];
  readonly phones: Phone[];
  /** What people did, as the test remembers it: taps by line and diner, lines, confirms. */
  readonly taps = new Map<string, number>();
  readonly lines = new Map<string, Line>();
  readonly confirms = new Map<string, Confirm>();
  now = 1;
  menuVersion = 1;
  soldOut: string[] = [];
  stock = 6;
  orders = 0;
  clients = 0;

  constructor() {
    this.server.on("update", (update: Uint8Array) => {
      for (const phone of this.phones ?? []) if (phone.online) phone.down.push(update);
    });
    this.asServer((edits) => edits.facts({ status: "active", currency: "EUR" }));
    this.phones = Array.from({ length: PHONES }, (_, i) => this.newPhone(i));
    this.phones.forEach((_, i) => {
      this.reconnect(i);
    });
  }

  asServer(edit: Parameters<typeof editAsServer>[1]): void {
    const update = editAsServer(this.server, edit);
    if (update) this.log.push(update);
  }

  newPhone(index: number): Phone {
    this.clients += 1;
    const doc = newDinerDocument((index + 1) * 2 ** 24 + this.clients);
    const phone: Phone = { doc, online: false, menuVersion: 1, up: [], down: [] };
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== "server" && phone.online) phone.up.push(update);
    });
    return phone;
  }

  phone(index: number): Phone {
    return this.phones[index] as Phone;
  }

  /** A reload: what was on the wire is gone, what was stored on the phone comes back. */
  reload(index: number): void {
    count("reload");
    const before = this.phone(index);
    const after = this.newPhone(index);
    Y.applyUpdate(after.doc, encodeDocument(before.doc), "server");
    after.menuVersion = before.menuVersion;
    this.phones[index] = after;
    if (before.online) this.reconnect(index);
  }

  reconnect(index: number): void {
    const phone = this.phone(index);
    phone.online = true;
    phone.up = [Y.encodeStateAsUpdate(phone.doc, Y.encodeStateVector(this.server))];
    phone.down = [Y.encodeStateAsUpdate(this.server, Y.encodeStateVector(phone.doc))];
  }

  goOffline(index: number): void {
    Object.assign(this.phone(index), { online: false, up: [], down: [] });
  }

  add(index: number, dish: number, quantity: number): void {
    const line: Line = {
      item: uuid(dish),
      options: dish === 3 && quantity > 1 ? [EXTRA] : [],
      note: quantity === 3 ? "hot" : "",
      for: quantity === 2 ? "table" : dinerAt(index + 1),
      at: this.now,
    };
    const id = new DinerEdits(this.phone(index).doc, dinerAt(index + 1)).addLine(line, quantity);
    this.lines.set(id, line);
    this.tapped(id, index, quantity);
  }

  tap(index: number, pick: number, by: 1 | -1): void {
    const { doc, online } = this.phone(index);
    const cart = cartOf(readSession(doc));
    const line = cart[pick % cart.length];
    if (!line) return;
    new DinerEdits(doc, dinerAt(index + 1)).tap(line.id, by);
    expect(accountsOf(readSession(doc)).get(line.id)?.left).toBe(line.quantity + by);
    this.tapped(line.id, index, by);
    count(online ? "tap online" : "tap offline");
  }

  mark(index: number, ready: boolean): void {
    const diner = dinerAt(index + 1);
    new DinerEdits(this.phone(index).doc, diner).mark({ ready, call: "none", at: this.now });
  }

  tapped(line: string, index: number, by: number): void {
    const key = `${line}/${dinerAt(index + 1)}`;
    this.taps.set(key, (this.taps.get(key) ?? 0) + by);
  }

  /** Confirms all, the diner's own, or every other line, as this phone sees cart and menu. */
  confirm(index: number, which: number): void {
    const { doc, menuVersion } = this.phone(index);
    const items = menuOf(menuVersion).categories.flatMap((c) => c.items);
    const diner = dinerAt(index + 1);
    const lines = cartOf(readSession(doc))
      .filter((line, i) => which === 0 || (which === 1 ? diner in line.portions : i % 2 === 0))
      .map(({ id, line, quantity, ordered, portions }) => ({
        line: id,
        ordered,
        quantity: which === 1 ? (portions[diner] ?? quantity) : quantity,
        unitPrice: unitPrice(items.find((i) => i.id === line.item) as never, line.options),
      }));
    if (lines.length === 0) return;
    const confirm = { lines, total: orderTotal(lines), menuVersion, at: this.now };
    this.confirms.set(new DinerEdits(doc, diner).confirm(confirm), confirm);
  }

  receive(index: number, update: Uint8Array): void {
    const verdict = inspectUpdate(this.server, update, dinerAt(index + 1));
    if (!verdict.ok) {
      // A message before this one was lost or is late; honest phones are refused for nothing else.
      expect(["update-incomplete", "line-unknown"]).toContain(verdict.code);
      count("refused as incomplete");
      return;
    }
    if (!verdict.news) {
      count("no news");
      return;
    }
    this.log.push(update);
    Y.applyUpdate(this.server, update);
    expect([this.server.store.pendingStructs, this.server.store.pendingDs]).toEqual([null, null]);
    for (const confirm of verdict.confirms) this.queue.push({ ...confirm, arrivedAt: this.now });
    if (verdict.edits > 5) count("offline merge");
  }

  /** The worker takes a confirm, perhaps one that it has decided already. */
  process(pick: number): void {
    const job = this.queue[pick % this.queue.length];
    if (!job) return;
    const view = readSession(this.server);
    if (view.receipts[job.id]) {
      count("processed again");
      return;
    }
    const menu = menuOf(this.menuVersion);
    const availability = { soldOut: this.soldOut, valuesOut: [], stock: { [uuid(1)]: this.stock } };
    const { id: confirmId, ...rest } = job;
    const decision = decideConfirm({
      ...rest,
      confirmId,
      view,
      sessionStatus: "active",
      menu,
      seen: menuOf(job.confirm.menuVersion),
      availability,
      maxAgeMs: MAX_AGE_MS,
      due: 0,
    });
    const expected = this.#expectedProblems(job);
    if (!decision.ok) {
      const { code, lines } = decision;
      expect({ code, lines: lines.map((l) => l.line) }).toEqual(expected);
      this.#checkReasons(job.confirm, lines);
      count(code);
      for (const line of lines) count(line.code);
      this.asServer((edits) => edits.receipt(job.id, { ok: false, code, lines, at: this.now }));
      return;
    }
    expect(expected).toBeNull();
    count("ordered");
    const { lines, total } = decision;
    for (const line of lines) if (line.item === uuid(1)) this.stock -= line.quantity;
    expect(this.stock).toBeGreaterThanOrEqual(0);
    this.orders += 1;
    const [number, order, at] = [this.orders, uuid(1000 + this.orders), this.now];
    this.asServer((edits) => {
      const by = makerOf(job.id);
      const status = { status: "placed", at, statusAt: at } as const;
      edits.order(order, { number, confirm: job.id, by, lines, total, currency: "EUR", ...status });
      edits.receipt(job.id, { ok: true, order, number, at });
    });
    for (const { wanted, ordered } of accountsOf(readSession(this.server)).values()) {
      // Later taps may take off what is already cooking, but this order took only what was there.
      if (ordered > wanted) count("withdrawn after the order");
    }
    for (const line of lines) {
      expect(accountsOf(readSession(this.server)).get(line.line)?.left).toBe(
        (accountsOf(view).get(line.line)?.left ?? 0) - line.quantity,
      );
      const shares = Object.values(line.shares);
      expect(Math.min(...shares)).toBeGreaterThan(0);
      expect(shares.reduce((a, b) => a + b, 0)).toBe(line.quantity);
    }
  }

  /** The outcome worked out a second way, from raw portions and orders. Null: an order. */
  #expectedProblems(job: { confirm: Confirm; arrivedAt: number }) {
    if (job.arrivedAt - job.confirm.at > MAX_AGE_MS) return { code: "too-old", lines: [] };
    const lines: string[] = [];
    let stock = this.stock;
    for (const wanted of job.confirm.lines) {
      const { item } = this.lines.get(wanted.line) as Line;
      const left = this.#left(wanted.line);
      const now = item === uuid(2) ? 1_000 + 100 * this.menuVersion : wanted.unitPrice;
      const out = this.soldOut.includes(item) || (item === uuid(1) && stock < wanted.quantity);
      if (left < wanted.quantity || now !== wanted.unitPrice || out) lines.push(wanted.line);
      else if (item === uuid(1)) stock -= wanted.quantity;
    }
    return lines.length > 0 ? { code: "lines", lines } : null;
  }

  #left(lineId: string): number {
    const view = readSession(this.server);
    const portions = Object.entries(view.portions).filter(([key]) => key.startsWith(lineId));
    const ordered = Object.values(view.orders).flatMap((o) => o.lines);
    return (
      portions.reduce((sum, [, n]) => sum + n, 0) -
      ordered.reduce((sum, l) => sum + (l.line === lineId ? l.quantity : 0), 0)
    );
  }

  #checkReasons(confirm: Confirm, rejections: readonly LineRejection[]): void {
    for (const rejection of rejections) {
      const wanted = confirm.lines.find((l) => l.line === rejection.line);
      if (rejection.code === "withdrawn" || rejection.code === "already-ordered") {
        expect(rejection.left).toBe(Math.max(0, this.#left(rejection.line)));
      } else if (rejection.code === "price-changed") {
        expect(rejection.seen).toBe(wanted?.unitPrice);
        expect(rejection.now).toBe(1_000 + 100 * this.menuVersion);
      } else {
        expect(rejection.code).toBe("sold-out");
      }
    }
  }

  /** Everybody comes back and everything is delivered and decided. */
  settle(): void {
    for (let round = 0; round < 2; round++) {
      this.phones.forEach((_, i) => {
        this.reconnect(i);
      });
      for (const [i, phone] of this.phones.entries()) {
        for (const update of phone.up.splice(0)) this.receive(i, update);
      }
      for (let i = 0; i < this.queue.length; i++) this.process(i);
      for (const { doc, down } of this.phones) {
        for (const update of down.splice(0)) Y.applyUpdate(doc, update, "server");
      }
    }
  }

  check(): void {
    const view = readSession(this.server);
    // Promise 2 and 5: one receipt for each confirm, and one order for each that says so.
    expect(Object.keys(view.confirms).sort()).toEqual([...this.confirms.keys()].sort());
    expect(Object.keys(view.receipts).sort()).toEqual([...this.confirms.keys()].sort());
    const promised = Object.entries(view.receipts).flatMap(([id, r]) =>
      r.ok ? [[r.order, id]] : [],
    );
    const kept = Object.entries(view.orders).map(([id, order]) => [id, order.confirm]);
    expect(promised.sort()).toEqual(kept.sort());
    // Promise 3: an order is what its confirmer saw.
    for (const order of Object.values(view.orders)) {
      const saw = this.confirms.get(order.confirm) as Confirm;
      expect(order.total).toBe(saw.total);
      const pick = order.lines.map(({ line, quantity, unitPrice }) => ({
        line,
        quantity,
        unitPrice,
      }));
      expect(pick).toEqual(saw.lines.map(({ ordered: _, ...line }) => line));
      for (const { line: id, item, note, for: whom, choices } of order.lines) {
        const line = this.lines.get(id) as Line;
        const names = line.options.length ? ["cheese"] : [];
        expect({ item, note, whom, choices }).toEqual({
          item: line.item,
          note: line.note,
          whom: line.for,
          choices: names,
        });
      }
    }
    // Promise 4: what stands in the document is what was tapped.
    const tapped = new Map<string, number>();
    for (const [key, portion] of Object.entries(view.portions)) {
      const { lineId, diner } = splitPortionKey(key);
      const whose = `${lineId}/${diner}`;
      tapped.set(whose, (tapped.get(whose) ?? 0) + portion);
    }
    expect(tapped).toEqual(this.taps);
    expect(new Map(Object.entries(view.lines))).toEqual(this.lines);
    // Everybody has the same bytes, and so has a replay of the log.
    const bytes = encodeDocument(this.server);
    for (const { doc } of this.phones) expect(encodeDocument(doc)).toEqual(bytes);
    expect(encodeDocument(rebuildDocument(this.log))).toEqual(bytes);
  }
}

type Step = readonly [kind: string, phone: number, pick: number];

function run(session: SimulatedSession, [kind, index, pick]: Step): void {
  const phone = session.phone(index);
  session.now += 1;
  /** Takes a message from a queue, in order, or out of it, or leaves it there to come again. */
  const take = (queue: Uint8Array[]) => {
    if (queue.length === 0) return undefined;
    const at = pick % 4 === 0 ? pick % queue.length : 0;
    if (pick % 7 === 0) {
      count("doubled");
      return queue[at];
    }
    if (at > 0) count("reordered");
    return queue.splice(at, 1)[0];
  };
  const actions: Record<string, () => void> = {
    add: () => session.add(index, 1 + (pick % 3), 1 + (pick % 4 === 3 ? 2 : pick % 2)),
    tap: () => session.tap(index, pick, pick % 3 === 0 ? -1 : 1),
    mark: () => session.mark(index, pick % 2 === 0),
    confirm: () => session.confirm(index, pick % 3),
    up: () => {
      const update = take(phone.up);
      if (update) session.receive(index, update);
    },
    down: () => {
      const update = take(phone.down);
      if (update) Y.applyUpdate(phone.doc, update, "server");
    },
    lose: () => {
      if ((pick % 2 ? phone.up : phone.down).shift()) count("lost");
    },
    wire: () => (phone.online ? session.goOffline(index) : session.reconnect(index)),
    reload: () => session.reload(index),
    process: () => session.process(pick),
    menu: () => {
      if (pick % 3 === 0) session.menuVersion += 1;
      else phone.menuVersion = session.menuVersion;
    },
    availability: () => {
      session.soldOut = pick % 5 === 0 ? [uuid(3)] : [];
      session.stock += pick % 3;
    },
  };
  actions[kind]?.();
}

const KINDS =
  "add add add tap tap tap tap tap mark confirm confirm up up up up up down down down down down lose wire reload process process process menu availability";

test("promises 2 to 5 hold through any evening: confirms, orders, taps, and one story for all", () => {
  const step = fc.tuple(fc.constantFrom(...KINDS.split(" ")), fc.nat(PHONES - 1), fc.nat(1_000));
  fc.assert(
    fc.property(fc.array(step, { minLength: 60, maxLength: 160, size: "max" }), (steps) => {
      const session = new SimulatedSession();
      for (const each of steps) run(session, each);
      session.settle();
      session.check();
    }),
    { numRuns: 150, seed: 20260503 },
  );
  for (const [what, atLeast] of Object.entries({
    ordered: 50,
    lines: 50,
    "too-old": 10,
    withdrawn: 10,
    "already-ordered": 10,
    "price-changed": 10,
    "sold-out": 10,
    "processed again": 50,
    "refused as incomplete": 50,
    "no news": 50,
    "offline merge": 20,
    "tap offline": 100,
    "tap online": 100,
    doubled: 100,
    reordered: 50,
    lost: 50,
    reload: 50,
  })) {
    expect([what, seen[what] ?? 0]).toEqual([what, expect.toSatisfy((n: number) => n >= atLeast)]);
  }
});
