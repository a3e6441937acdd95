/** Slips of a kitchen's events, on the paper of printers that lose it, hang up, and come back. */
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { noteBill } from "../../bill/note-bill.ts";
import { MenuCache } from "../../menu/menu-cache.ts";
import { changeOrderStatus } from "../../orders/change-order-status.ts";
import { moveLines } from "../../orders/move-lines.ts";
import { SERVER } from "../../platform/actor.ts";
import { readSessionForDiner } from "../../table/read-session.ts";
import { givenOrder } from "../../testing/confirmed.ts";
import { givenRestaurant, givenTable, later } from "../../testing/fixtures.ts";
import { createTestDatabase, type TestDatabase } from "../../testing/test-database.ts";
import { VirtualPrinter } from "../../testing/virtual-printer.ts";
import { addStation } from "../change-stations.ts";
import { acknowledgePrinted } from "./acknowledge-printed.ts";
import { dropPrint, handOnNow, printAgain, printTest } from "./ask-for-prints.ts";
import { addPrinter, changePrinter, removePrinter } from "./change-printers.ts";
import { beginJob, claimPrinters, readNextJob } from "./claim-printers.ts";
import type { LinkTimes } from "./escpos-link.ts";
import { makePrintJobs } from "./make-print-jobs.ts";
import { releasePrinter } from "./note-state.ts";
import { PrintLoop, type PrintLoopOptions } from "./print-loop.ts";
import { printerNetworks } from "./printer-networks.ts";
import { readPrinters, readPrintJobs, readTroubledPrinters } from "./read-printers.ts";

const PATIENTLY = { timeout: 30_000, interval: 20 };
/** Long enough for a busy machine; a printer that hangs is given less. */
const TIMES: LinkTimes = { connectMs: 10_000, statusMs: 10_000, printMs: 20_000, askMs: 20 };
const IMPATIENT: LinkTimes = { ...TIMES, statusMs: 100, printMs: 100 };
const COPY = ["COPY", "May have been printed before"];

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const log = pino({ level: "silent" });
const menus = new MenuCache();
const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).reverse()) await stop();
});

/** A kitchen with a printer for everything, and what can be done and seen there. */
async function givenKitchen({ alone = false } = {}) {
  const restaurant = await givenRestaurant(db.pool);
  const { restaurantId } = restaurant;
  const table = await givenTable(db.pool, restaurant);
  const at = { restaurantId, by: SERVER, now: new Date() };
  const settings = { stations: [], fallback: null, dots: 576, language: "en" } as const;
  const add = async (name: string, more: Partial<Parameters<typeof addPrinter>[1]> = {}) => {
    const printer = await new VirtualPrinter().turnOn();
    running.push(() => printer.turnOff());
    const reached = { kind: "escpos", host: "127.0.0.1", port: printer.port } as const;
    await addPrinter(db.pool, { ...at, ...settings, ...reached, name, ...more });
    const id = (await readPrinters(db.pool, at)).find((each) => each.name === name)?.id ?? "";
    return { printer, id };
  };
  const main = alone ? undefined : await add("Main");
  const order = (dish?: string, quantity?: number) =>
    givenOrder(db.pool, restaurant, table, dish, quantity);
  const move = (orderId: string, from: string, to: string, reason?: string) =>
    changeOrderStatus(db.pool, {
      ...{ restaurantId, orderId, from: from as "placed", to: to as "placed", reason },
      ...{ by: SERVER, noteBill, now: new Date() },
    });
  const jobs = () => readPrintJobs(db.pool, at);
  /** Waits until there are so many slips, and all of them are on paper. */
  const allPrinted = (count: number) =>
    vi.waitFor(
      async () =>
        expect((await jobs()).map(({ state }) => state)).toEqual(
          Array.from({ length: count }, () => "printed"),
        ),
      PATIENTLY,
    );
  const troubles = async () =>
    (await readTroubledPrinters(db.pool, at)).map(({ name, trouble }) => [name, trouble]);
  const printer = main?.printer ?? (await new VirtualPrinter().turnOn());
  return {
    ...{ restaurant, restaurantId, table, at, add, order, move, jobs, allPrinted, troubles },
    ...{ printer, printerId: main?.id ?? "" },
  };
}

function startLoop(options: Partial<PrintLoopOptions> = {}): PrintLoop {
  const loop = new PrintLoop({
    ...{ database: db.pool, menus, log, networks: printerNetworks("127.0.0.0/8") },
    ...{ times: TIMES, pollMs: 20, checkEveryMs: 50, backoffBaseMs: 10 },
    ...options,
  });
  loop.start();
  running.push(() => loop.stop());
  return loop;
}

/** What of each slip tells them apart: whether it is a copy, the order's number and its dishes. */
const gist = (slips: readonly (readonly string[])[]) =>
  slips.map((lines) =>
    lines
      .filter((line) => /^(COPY|CANCELLED|AGAIN|Instead of.*|#\d+|\d+ x .*|Test)/.test(line))
      .map((line) => line.replace(/ {2}.*/, ""))
      .join(" "),
  );

describe("a slip", () => {
  test("is printed once for each order, in their order, and says what to cook for whom", async () => {
    const { printer, order, allPrinted, jobs, restaurant } = await givenKitchen();
    startLoop();
    await order("Soup", 2);
    await order("Water", 1);
    await allPrinted(2);
    expect(gist(printer.printed)).toEqual(["#1 2 x Soup", "#2 1 x Water"]);
    expect(printer.printed[0]).toEqual([
      "Main",
      `Table ${restaurant.tables[0]?.label}`,
      expect.stringMatching(/^#1 {2}\d\d:\d\d$/),
      "[picture]",
      "2 x Soup",
      "Contains: celery",
      "[picture]",
    ]);
    expect(printer.slips.every(({ cut }) => cut)).toBe(true);
    expect((await jobs()).map(({ state, copy, order }) => [state, copy, order])).toEqual([
      ["printed", false, 2],
      ["printed", false, 1],
    ]);
  });

  test("has shown its order to whoever it prints for, as a screen has", async () => {
    const { at, table, order, add, allPrinted } = await givenKitchen({ alone: true });
    const [bar] = await addStation(db.pool, { ...at, name: "Bar" });
    const [, grill] = await addStation(db.pool, { ...at, name: "Grill" });
    startLoop();
    const seen = async () => (await readSessionForDiner(db.pool, table)).seen;
    // The menu names no stations: the bar, which is the default, makes everything.
    await add("Bar", { stations: [bar?.id ?? ""] });
    const first = await order();
    await allPrinted(1);
    await vi.waitFor(async () => expect(await seen()).toEqual([first]), PATIENTLY);
    await add("Grill", { stations: [grill?.id ?? ""] });
    await add("Everything");
    const second = await order();
    await allPrinted(3);
    await vi.waitFor(async () => expect(await seen()).toEqual([first, second]), PATIENTLY);
  });

  test("that is no new order shows nobody one", async () => {
    const { restaurantId, table, at, order, move, add, allPrinted } = await givenKitchen({
      alone: true,
    });
    const id = await order();
    const { id: printerId } = await add("Late");
    startLoop();
    await move(id, "placed", "cancelled", "dropped");
    await allPrinted(1);
    const [job] = await readPrintJobs(db.pool, at);
    const printed = { restaurantId, jobId: job?.id ?? "", menus, now: new Date() };
    await acknowledgePrinted(db.pool, printed);
    expect([printerId !== "", job?.kind]).toEqual([true, "cancelled"]);
    expect((await readSessionForDiner(db.pool, table)).seen).toEqual([]);
  });

  test("is made once, whoever makes it and however often", async () => {
    const { order, jobs, restaurantId } = await givenKitchen();
    await order();
    await order();
    const make = () => makePrintJobs(db.pool, { restaurantId, menus, now: new Date() });
    await Promise.all([make(), make(), make()]);
    await make();
    expect((await jobs()).map(({ event }) => event)).toEqual([2, 1]);
  });

  test("tells of what was ordered since the printer was set up, or turned on again", async () => {
    const { printer, printerId, order, at, allPrinted } = await givenKitchen();
    const change = (on: boolean) => changePrinter(db.pool, { ...at, printerId, on });
    startLoop();
    await change(false);
    await order("Soup");
    await change(true);
    await order("Water");
    await allPrinted(1);
    expect(gist(printer.printed)).toEqual(["#2 1 x Water"]);
  });

  test("tells that an order is not wanted any more, and why, and that it is to be made again", async () => {
    const { printer, order, move, allPrinted } = await givenKitchen();
    startLoop();
    const gone = await order("Soup", 2);
    await move(gone, "placed", "cancelled", "guest left");
    const back = await order("Water");
    for (const [from, to] of [
      ["placed", "accepted"],
      ["accepted", "placed"],
      ["placed", "accepted"],
      ["accepted", "preparing"],
      ["preparing", "ready"],
      ["ready", "preparing"],
    ] as const) {
      await move(back, from, to);
    }
    await allPrinted(4);
    // What cooks do on screens is no news on paper; nor is a slip of the finger when accepting.
    expect(gist(printer.printed)).toEqual([
      "#1 2 x Soup",
      "CANCELLED #1 2 x Soup",
      "#2 1 x Water",
      "AGAIN #2 1 x Water",
    ]);
    expect(printer.printed[1]).toContain("Reason: guest left");
  });

  test("of a dish that comes back alone tells of that one", async () => {
    const { printer, restaurantId, restaurant, table, order, allPrinted } = await givenKitchen();
    const orderId = await order("Soup");
    startLoop();
    const line = Object.keys(table.phone.doc.getMap("lines").toJSON())[0] ?? "";
    const step = (from: "placed" | "served", to: "placed" | "served") =>
      moveLines(db.pool, {
        ...{ restaurantId, orderId, moves: [{ line, from, to }], by: SERVER, now: new Date() },
      });
    await step("placed", "served");
    await step("served", "placed");
    await allPrinted(2);
    expect(gist(printer.printed)).toEqual(["#1 1 x Soup", "AGAIN #1 1 x Soup"]);
    expect(restaurant.tables.length).toBe(2);
  });

  test("that a manager asks for once more says that it is a copy", async () => {
    const { printer, order, allPrinted, jobs, restaurantId } = await givenKitchen();
    startLoop();
    await order();
    await allPrinted(1);
    const [job] = await jobs();
    await printAgain(db.pool, { restaurantId, jobId: job?.id ?? "", now: new Date() });
    await allPrinted(2);
    expect(printer.printed[1]?.slice(0, 2)).toEqual(COPY);
    expect(gist(printer.printed)).toEqual(["#1 1 x Soup", "COPY #1 1 x Soup COPY"]);
  });

  test("to try a printer comes before what waits, in the printer's language", async () => {
    const { printer, printerId, order, at, allPrinted, restaurantId } = await givenKitchen();
    await changePrinter(db.pool, { ...at, printerId, language: "de" });
    await order();
    await printTest(db.pool, { restaurantId, printerId, now: new Date() });
    startLoop();
    await allPrinted(2);
    expect(printer.printed[0]?.join(" ")).toContain("Dieser Drucker funktioniert.");
    expect(printer.printed[1]?.[1]).toMatch(/^Tisch /);
  });

  test("that is given up is not printed", async () => {
    const { printer, order, jobs, restaurantId } = await givenKitchen();
    await order("Soup");
    await order("Water");
    await makePrintJobs(db.pool, { restaurantId, menus, now: new Date() });
    const soup = (await jobs()).find(({ event }) => event === 1);
    const drop = () => dropPrint(db.pool, { restaurantId, jobId: soup?.id ?? "" });
    await drop();
    await expect(drop()).rejects.toMatchObject({ code: "print-unknown" });
    startLoop();
    await vi.waitFor(() => expect(printer.slips.length).toBe(1), PATIENTLY);
    await vi.waitFor(
      async () => expect((await jobs()).map(({ state }) => state)).toEqual(["printed", "dropped"]),
      PATIENTLY,
    );
    expect(gist(printer.printed)).toEqual(["#2 1 x Water"]);
  });
});

describe("a printer", () => {
  test("without paper is told of, and prints all once it has some", async () => {
    const { printer, order, troubles, allPrinted } = await givenKitchen();
    printer.losePaper();
    startLoop();
    await order("Soup");
    await order("Water");
    await vi.waitFor(
      async () => expect(await troubles()).toEqual([["Main", "paper-out"]]),
      PATIENTLY,
    );
    expect(printer.slips).toEqual([]);
    printer.loadPaper();
    await allPrinted(2);
    await vi.waitFor(async () => expect(await troubles()).toEqual([]), PATIENTLY);
    // It said so before anything was sent: nothing is a copy.
    expect(gist(printer.printed)).toEqual(["#1 1 x Soup", "#2 1 x Water"]);
  });

  test("that stands open is told of before there is anything to print", async () => {
    const { printer, troubles } = await givenKitchen();
    startLoop();
    printer.openCover();
    await vi.waitFor(
      async () => expect(await troubles()).toEqual([["Main", "cover-open"]]),
      PATIENTLY,
    );
    printer.closeCover();
    await vi.waitFor(async () => expect(await troubles()).toEqual([]), PATIENTLY);
    expect(printer.slips).toEqual([]);
  });

  test("that does not answer is told of, and prints when it is back", async () => {
    const { printer, order, troubles, allPrinted } = await givenKitchen();
    await printer.turnOff();
    startLoop();
    await order();
    await vi.waitFor(
      async () => expect(await troubles()).toEqual([["Main", "no-answer"]]),
      PATIENTLY,
    );
    await printer.turnOn();
    await allPrinted(1);
    await vi.waitFor(async () => expect(await troubles()).toEqual([]), PATIENTLY);
    expect(gist(printer.printed)).toEqual(["#1 1 x Soup"]);
  });

  test("that loses its paper in a slip prints it again as a copy, and the rest as they are", async () => {
    const { printer, order, troubles, allPrinted } = await givenKitchen();
    printer.losePaper(3);
    startLoop();
    await order("Soup");
    await order("Water");
    await vi.waitFor(
      async () => expect(await troubles()).toEqual([["Main", "paper-out"]]),
      PATIENTLY,
    );
    printer.loadPaper();
    await allPrinted(2);
    // Its memory still had the slip: there are two, one of which says so.
    expect(gist(printer.printed)).toEqual(["#1 1 x Soup", "COPY #1 1 x Soup COPY", "#2 1 x Water"]);
  });

  // In the middle of its letters, in the middle of a picture, and before it could say that it is done.
  test.each([40, 60, 400, 1_500])(
    "that hangs up after %i bytes of a slip prints it again as a copy",
    async (bytes) => {
      const { printer, order, allPrinted } = await givenKitchen();
      printer.hangUpAfter(bytes);
      startLoop();
      await order("Soup");
      await allPrinted(1);
      // What it had of the first is forgotten.
      expect(gist(printer.printed)).toEqual(["COPY #1 1 x Soup COPY"]);
    },
  );

  test("that never says that it has printed prints each slip unmarked once", async () => {
    const { printer, order, troubles, allPrinted } = await givenKitchen();
    printer.keepQuietWhenDone();
    startLoop({ times: { ...TIMES, printMs: 60 } });
    await order("Soup");
    await vi.waitFor(
      async () => expect(await troubles()).toEqual([["Main", "no-answer"]]),
      PATIENTLY,
    );
    await vi.waitFor(() => expect(printer.slips.length).toBeGreaterThan(2), PATIENTLY);
    printer.keepQuietWhenDone(false);
    await allPrinted(1);
    const [first, ...others] = gist(printer.printed);
    expect(first).toBe("#1 1 x Soup");
    expect(new Set(others)).toEqual(new Set(["COPY #1 1 x Soup COPY"]));
  });

  test("that hangs is told of", async () => {
    const { printer, order, troubles, allPrinted } = await givenKitchen();
    printer.hang();
    startLoop({ times: IMPATIENT });
    await order("Soup");
    await vi.waitFor(
      async () => expect(await troubles()).toEqual([["Main", "no-answer"]]),
      PATIENTLY,
    );
    expect([printer.received, printer.slips]).toEqual([0, []]);
    printer.hang(false);
    await allPrinted(1);
  });

  test("whose worker dies in a slip prints it again as a copy, once the worker's time is over", async () => {
    const { printer, printerId, order, allPrinted, restaurantId } = await givenKitchen();
    await order("Soup");
    await order("Water");
    const now = new Date();
    await makePrintJobs(db.pool, { restaurantId, menus, now });
    const leaseUntil = new Date(now.getTime() + 60_000);
    const claim = { restaurantId, limit: 5, leaseUntil };
    const [claimed] = await claimPrinters(db.pool, { ...claim, now, lease: crypto.randomUUID() });
    const job = await readNextJob(db.pool, { restaurantId, at: printerId });
    if (!claimed || !job) throw new Error("nothing to print");
    // Nobody else has the printer meanwhile, though it is another's turn to look.
    const second = { ...claim, now: new Date(now.getTime() + 59_000), lease: crypto.randomUUID() };
    expect(await claimPrinters(db.pool, second)).toEqual([]);
    expect(await beginJob(db.pool, { printer: claimed, job, leaseUntil })).toBe(true);
    // And here it dies. The time of its claim goes by.
    let clock = new Date();
    startLoop({ now: () => clock });
    clock = later(clock);
    await allPrinted(2);
    expect(gist(printer.printed)).toEqual(["COPY #1 1 x Soup COPY", "#2 1 x Water"]);
    // Had it only slept, it would not send what it had in hand.
    expect(await beginJob(db.pool, { printer: claimed, job, leaseUntil })).toBe(false);
  });

  test("that is attended to is nobody else's, and what came meanwhile is next", async () => {
    const { restaurantId, order } = await givenKitchen();
    const now = new Date();
    const soon = new Date(now.getTime() + 1_000);
    const leaseUntil = new Date(now.getTime() + 60_000);
    const claim = async (at: Date) => {
      const lease = crypto.randomUUID();
      return await claimPrinters(db.pool, { restaurantId, limit: 5, now: at, leaseUntil, lease });
    };
    const [printer] = await claim(now);
    if (!printer) throw new Error("not claimed");
    await order("Soup");
    await makePrintJobs(db.pool, { restaurantId, menus, now: soon });
    expect(await claim(soon)).toEqual([]);
    const nextTryAt = later(now);
    await releasePrinter(db.pool, { printer, trouble: null, now: soon, nextTryAt });
    expect((await claim(soon)).map(({ id }) => id)).toEqual([printer.id]);
  });

  test("is printed with by one worker at a time, however many there are", async () => {
    const { printer, order, allPrinted } = await givenKitchen();
    for (let n = 0; n < 3; n += 1) startLoop();
    for (let n = 0; n < 6; n += 1) await order("Soup", n + 1);
    await allPrinted(6);
    expect(gist(printer.printed)).toEqual([1, 2, 3, 4, 5, 6].map((n) => `#${n} ${n} x Soup`));
  });

  test("of the network that is not for printers is never connected to", async () => {
    const { printer, order, troubles } = await givenKitchen();
    const before = printer.connections;
    startLoop({ networks: printerNetworks("private") });
    await order();
    await vi.waitFor(
      async () => expect(await troubles()).toEqual([["Main", "no-answer"]]),
      PATIENTLY,
    );
    expect(printer.connections).toBe(before);
  });
});

describe("a fallback", () => {
  test("takes over after a while, in order, and says for whom", async () => {
    const kitchen = await givenKitchen({ alone: true });
    const pass = await kitchen.add("Pass");
    const grill = await kitchen.add("Grill", { fallback: pass.id });
    grill.printer.openCover();
    startLoop({ handOnAfterMs: 1 });
    await changePrinter(db.pool, { ...kitchen.at, printerId: pass.id, on: false });
    await kitchen.order("Soup");
    await kitchen.order("Water");
    // It is off: nothing is handed to it.
    await vi.waitFor(
      async () => expect(await kitchen.troubles()).toEqual([["Grill", "cover-open"]]),
      PATIENTLY,
    );
    expect(pass.printer.slips).toEqual([]);
    await changePrinter(db.pool, { ...kitchen.at, printerId: pass.id, on: true });
    await kitchen.allPrinted(2);
    expect(gist(pass.printer.printed)).toEqual([
      "Instead of: Grill #1 1 x Soup",
      "Instead of: Grill #2 1 x Water",
    ]);
    expect(grill.printer.slips).toEqual([]);
  });

  test("prints what may be on paper already as a copy", async () => {
    const kitchen = await givenKitchen({ alone: true });
    const pass = await kitchen.add("Pass");
    const grill = await kitchen.add("Grill", { fallback: pass.id });
    await changePrinter(db.pool, { ...kitchen.at, printerId: pass.id, stations: [] });
    grill.printer.losePaper(3);
    startLoop({ handOnAfterMs: 1 });
    await kitchen.order("Soup");
    await kitchen.allPrinted(2);
    // One of its own, and the other's.
    expect(gist(pass.printer.printed).toSorted()).toEqual([
      "#1 1 x Soup",
      "COPY Instead of: Grill #1 1 x Soup COPY",
    ]);
  });

  test("is handed what waits when a manager says so, and gives it back when it is removed", async () => {
    const kitchen = await givenKitchen({ alone: true });
    const { restaurantId, at } = kitchen;
    const pass = await kitchen.add("Pass", { on: false } as object);
    await changePrinter(db.pool, { ...at, printerId: pass.id, on: true });
    const grill = await kitchen.add("Grill", { fallback: pass.id });
    const input = { restaurantId, printerId: grill.id, now: new Date() };
    await expect(handOnNow(db.pool, input)).rejects.toMatchObject({ code: "no-fallback" });
    await kitchen.order("Soup");
    await makePrintJobs(db.pool, { restaurantId, menus, now: new Date() });
    await handOnNow(db.pool, input);
    const where = async () =>
      (await kitchen.jobs()).map((job) => [job.printer === grill.id, job.at === grill.id]);
    expect((await where()).toSorted()).toEqual([
      [false, false],
      [true, false],
    ]);
    await removePrinter(db.pool, { ...at, printerId: pass.id });
    expect(await where()).toEqual([[true, true]]);
    expect((await readPrinters(db.pool, at)).map(({ fallback }) => fallback)).toEqual([null]);
  });
});
