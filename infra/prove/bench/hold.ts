/**
 * A full restaurant held for minutes: edits, confirms and status changes at once, then the server is
 * killed and everybody comes back at the same moment. Says whether anything failed or was lost, how
 * memory moved, and how long the return took.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { createPool, type Database } from "@tureen/persistence/platform/database";
import { loadDocument } from "@tureen/persistence/table/load-document";
import { ENDPOINTS } from "@tureen/shared/endpoints";
import type { KitchenEvent } from "@tureen/shared/kitchen/endpoints";
import { nextStatus } from "@tureen/shared/orders/status";
import { readSession } from "@tureen/shared/table/document/session-document";
import { getState } from "yjs";
import { comeBack } from "./come-back.ts";
import { type Percentiles, percentiles } from "./figures.ts";
import { openKitchenStream, sendConfirm } from "./kitchen.ts";
import { connectPhones } from "./load.ts";
import { type OursOptions, originOf, signIn, startServer, startWorker } from "./ours.ts";
import type { Phone } from "./phone.ts";
import type { MeasuredProcess } from "./process.ts";
import { seededRandom } from "./random.ts";
import type { FullRestaurant } from "./restaurant.ts";

/** Work per second of the whole restaurant. */
export interface HoldRates {
  readonly edits: number;
  readonly confirms: number;
}

export interface MemorySample {
  readonly atS: number;
  readonly rssMb: number;
  readonly heapMb: number;
}

export interface HoldFigures {
  readonly minutes: number;
  readonly edits: number;
  readonly confirms: number;
  readonly ticketsSeen: number;
  readonly statusChanges: number;
  /** What went wrong, each kind with how often. */
  readonly errors: Record<string, number>;
  readonly acknowledgedMs: Percentiles;
  /** Confirms that were refused with a receipt, by code: somebody took the dish off meanwhile. */
  readonly refused: Record<string, number>;
  /** Confirms without a receipt, orders without a ticket and edits without an acknowledgement. */
  readonly unanswered: {
    readonly confirms: number;
    readonly tickets: number;
    readonly edits: number;
  };
  readonly memory: readonly MemorySample[];
  /** Growth after the first third of the time, MB per minute (least squares). */
  readonly slopeMbPerMinute: { readonly rss: number; readonly heap: number };
  /** What is left of the heap after a full collection, MB. */
  readonly liveHeapMb: {
    readonly afterThird: number;
    readonly atEnd: number;
    /** Of a fresh server that holds nothing but the same documents and connections. */
    readonly freshServer: number;
  };
  /** From the kill until each phone had everything and the server had everything of it. */
  readonly storm: {
    readonly phones: number;
    readonly restartMs: number;
    readonly attempts: number;
    readonly inSyncMs: Percentiles;
  };
  /** Phones with an edit that the log does not hold. */
  readonly phonesMissingEdits: number;
}

const COOKS = 4;
const SAMPLE_EVERY_MS = 5_000;
/** How long the last answers may take. */
const SETTLE_MS = 20_000;

/** Drives the restaurant for `minutes`; `say` is told how it goes. */
export async function hold(
  options: OursOptions,
  restaurant: FullRestaurant,
  minutes: number,
  rates: HoldRates,
  say: (text: string) => void,
): Promise<HoldFigures> {
  const origin = originOf(options);
  const url = `ws://127.0.0.1:${options.port}/collab`;
  let server = await startServer(options);
  const worker = await startWorker(options);
  const errors: Record<string, number> = {};
  const fail = (what: string) => {
    errors[what] = (errors[what] ?? 0) + 1;
  };
  const cookie = await signIn(origin, restaurant.staff);
  const phones = await connectPhones(
    restaurant.places.map((place) => ({ ...place, url })),
    () => {},
  );
  const kitchen = await runKitchen(origin, cookie, fail);
  try {
    const memory: MemorySample[] = [];
    const durationMs = minutes * 60_000;
    const third = sleep(durationMs / 3).then(() => liveHeapMb(server));
    const driven = drive(phones, restaurant, durationMs, rates);
    const watched = watchMemory(server, durationMs, memory, (sample) =>
      say(
        `${String(sample.atS).padStart(5)} s: ${sample.rssMb.toFixed(0)} MB, heap ` +
          `${sample.heapMb.toFixed(0)} MB, ${kitchen.tickets()} tickets, ${kitchen.moves()} moves`,
      ),
    );
    const sent = await driven;
    await watched;
    await settle(() => phones.every((p) => p.unsaved === 0) && kitchen.tickets() >= sent.confirms);
    for (const phone of phones) if (phone.closed) fail(`phone closed: ${phone.closed}`);
    const unsavedEdits = sum(phones.map((phone) => phone.unsaved));
    const acknowledgedMs = percentiles(phones.flatMap((phone) => phone.acknowledged));
    const ticketsSeen = kitchen.tickets();
    const statusChanges = kitchen.moves();
    const live = { afterThird: await third, atEnd: await liveHeapMb(server) };
    await kitchen.close();

    say("killing the server; everybody edits on and comes back");
    const killedAt = performance.now();
    await server.kill();
    // Edits made without a connection have to survive the return too.
    for (const phone of phones)
      phone.edit(0, (edits) => edits.mark({ ready: true, call: "none", at: Date.now() }));
    server = await startServer(options);
    const restartMs = performance.now() - killedAt;
    const returns = await Promise.all(
      phones.map((phone) => comeBack(() => reconnect(phone), killedAt)),
    );
    for (const { failure } of returns) if (failure) fail(`phone did not come back: ${failure}`);
    const freshServer = await liveHeapMb(server);
    const { receipts, refused, phonesMissingEdits } = await readLogs(
      options.databaseUrl,
      restaurant,
      phones,
    );
    return {
      minutes,
      ...sent,
      ticketsSeen,
      statusChanges,
      errors,
      acknowledgedMs,
      refused,
      unanswered: {
        confirms: sent.confirms - receipts,
        tickets: receipts - sum(Object.values(refused)) - ticketsSeen,
        edits: unsavedEdits,
      },
      memory,
      slopeMbPerMinute: slopes(memory),
      liveHeapMb: { ...live, freshServer },
      storm: {
        phones: phones.length,
        restartMs,
        attempts: sum(returns.map(({ attempts }) => attempts)),
        inSyncMs: percentiles(returns.map(({ inSyncMs }) => inSyncMs)),
      },
      phonesMissingEdits,
    };
  } finally {
    await kitchen.close();
    for (const phone of phones) phone.close();
    await worker.stop();
    await server.stop();
  }
}

/** Open-loop edits and confirms; returns how many there were. */
async function drive(
  phones: readonly Phone[],
  { dish }: FullRestaurant,
  durationMs: number,
  rates: HoldRates,
): Promise<{ edits: number; confirms: number }> {
  const random = seededRandom(1);
  const start = performance.now();
  let edits = 0;
  let confirms = 0;
  for (let now = start; now - start < durationMs; now = performance.now()) {
    const elapsedS = (now - start) / 1000;
    for (; edits < elapsedS * rates.edits; edits++) {
      const phone = phones[Math.floor(random() * phones.length)] as Phone;
      const line = phone.lines[Math.floor(random() * phone.lines.length)];
      if (line === undefined || (phone.lines.length < 4 && random() < 0.1)) {
        phone.addLine(now, lineOf(dish.item), 1);
      } else {
        phone.edit(now, (change) => change.tap(line, phone.clock % 2 === 0 ? 1 : -1));
      }
    }
    for (; confirms < elapsedS * rates.confirms; confirms++) {
      sendConfirm(phones[(confirms * 4) % phones.length] as Phone, dish, now);
    }
    await sleep(2);
  }
  return { edits, confirms };
}

const lineOf = (item: string) =>
  ({ item, options: [], note: "", for: "table", at: Date.now() }) as const;

/** A kitchen that sees every ticket and takes it step by step until it is served. */
async function runKitchen(origin: string, cookie: string, fail: (what: string) => void) {
  const waiting: KitchenEvent["ticket"][] = [];
  let tickets = 0;
  let moves = 0;
  let nextEvent: number | null = null;
  const stream = await openKitchenStream(origin, cookie, (event) => {
    if (nextEvent !== null && event.number !== nextEvent) fail("kitchen event out of order");
    nextEvent = event.number + 1;
    if (event.from !== null) return;
    tickets += 1;
    waiting.push(event.ticket);
  });
  let open = true;
  const cook = async () => {
    while (open) {
      const ticket = waiting.shift();
      if (!ticket) {
        await sleep(20);
        continue;
      }
      let { status } = ticket;
      for (let to = nextStatus(status); to && open; to = nextStatus(status)) {
        const path = ENDPOINTS.moveOrder.path.replace("{orderId}", ticket.orderId);
        const response = await fetch(`${origin}${path}`, {
          method: "POST",
          headers: { "content-type": "application/json", origin, cookie },
          body: JSON.stringify({ from: status, to }),
        });
        await response.arrayBuffer();
        if (!response.ok) {
          fail(`status change: ${response.status}`);
          break;
        }
        moves += 1;
        status = to;
      }
    }
  };
  const cooks = Array.from({ length: COOKS }, () =>
    cook().catch((error: Error) => fail(`cook: ${error.message}`)),
  );
  return {
    tickets: () => tickets,
    moves: () => moves,
    async close() {
      open = false;
      stream.close();
      await Promise.all(cooks);
    },
  };
}

function reconnect(phone: Phone): Promise<unknown> {
  phone.connect();
  return Promise.all([phone.ready, phone.saved]);
}

async function watchMemory(
  server: MeasuredProcess,
  durationMs: number,
  samples: MemorySample[],
  onSample: (sample: MemorySample) => void,
): Promise<void> {
  const start = performance.now();
  for (let n = 1; n * SAMPLE_EVERY_MS <= durationMs; n++) {
    await sleep(Math.max(0, start + n * SAMPLE_EVERY_MS - performance.now()));
    const { rssBytes, heapBytes } = await server.memory();
    const sample = {
      atS: Math.round((performance.now() - start) / 1000),
      rssMb: rssBytes / 1e6,
      heapMb: heapBytes / 1e6,
    };
    samples.push(sample);
    if (n % 6 === 0) onSample(sample);
  }
}

async function settle(done: () => boolean): Promise<void> {
  const deadline = performance.now() + SETTLE_MS;
  while (!done() && performance.now() < deadline) await sleep(100);
}

/** Growth per minute over the last two thirds of the time. */
function slopes(memory: readonly MemorySample[]): { rss: number; heap: number } {
  const steady = memory.slice(Math.floor(memory.length / 3));
  const slope = (of: (sample: MemorySample) => number) => {
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const minutes = steady.map((sample) => sample.atS / 60);
    const values = steady.map(of);
    const [mx, my] = [mean(minutes), mean(values)];
    const spread = minutes.reduce((sum, x) => sum + (x - mx) ** 2, 0);
    return minutes.reduce((sum, x, i) => sum + (x - mx) * ((values[i] ?? 0) - my), 0) / spread;
  };
  return { rss: slope((s) => s.rssMb), heap: slope((s) => s.heapMb) };
}

/** Reads every session's log back: the outcomes of its confirms, and phones with an edit that it lacks. */
async function readLogs(
  databaseUrl: string,
  { restaurantId }: FullRestaurant,
  phones: readonly Phone[],
) {
  const database: Database = createPool({ url: databaseUrl, poolMax: 2 });
  try {
    let receipts = 0;
    const refused: Record<string, number> = {};
    let phonesMissingEdits = 0;
    for (const sessionId of new Set(phones.map((phone) => phone.document))) {
      const loaded = await loadDocument(database, { restaurantId, sessionId });
      for (const phone of phones.filter((p) => p.document === sessionId)) {
        const held = loaded ? getState(loaded.doc.store, phone.client) : 0;
        if (held < phone.clock) phonesMissingEdits += 1;
      }
      if (!loaded) continue;
      for (const receipt of Object.values(readSession(loaded.doc).receipts)) {
        receipts += 1;
        if (receipt.ok) continue;
        refused[receipt.code] = (refused[receipt.code] ?? 0) + 1;
      }
    }
    return { receipts, refused, phonesMissingEdits };
  } finally {
    await database.end();
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

async function liveHeapMb(server: MeasuredProcess): Promise<number> {
  return (await server.settledMemory()).heapBytes / 1e6;
}

/** What a person wants to know of it. */
export function holdReport(figures: HoldFigures): string {
  const { storm, acknowledgedMs: ack, slopeMbPerMinute: slope, unanswered } = figures;
  const { liveHeapMb: live } = figures;
  const last = figures.memory.at(-1);
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([what, n]) => `${n} × ${what}`)
      .join(", ") || "none";
  return [
    `${storm.phones} phones for ${figures.minutes} minutes: ${figures.edits} edits, `,
    `${figures.confirms} confirms, ${figures.ticketsSeen} tickets, ${figures.statusChanges} status changes\n`,
    `errors: ${list(figures.errors)}; confirms refused: ${list(figures.refused)}; unanswered: `,
    `${unanswered.edits} edits, ${unanswered.confirms} confirms, ${unanswered.tickets} tickets\n`,
    `acknowledged p50 ${ack.p50.toFixed(1)} ms, p99 ${ack.p99.toFixed(1)} ms\n`,
    `server memory at the end ${last?.rssMb.toFixed(0)} MB (heap ${last?.heapMb.toFixed(0)} MB), `,
    `slope ${slope.rss.toFixed(2)} MB/min (heap ${slope.heap.toFixed(2)}); heap after a full collection `,
    `${live.afterThird.toFixed(0)} MB after a third of the time, ${live.atEnd.toFixed(0)} MB at the end; `,
    `a fresh server with the same documents holds ${live.freshServer.toFixed(0)} MB\n`,
    `server killed: back after ${(storm.restartMs / 1000).toFixed(1)} s, all ${storm.phones} in sync `,
    `after ${(storm.inSyncMs.max / 1000).toFixed(1)} s (p50 ${(storm.inSyncMs.p50 / 1000).toFixed(1)} s, `,
    `${storm.attempts} attempts); phones with an edit missing from the log: ${figures.phonesMissingEdits}\n`,
  ].join("");
}
