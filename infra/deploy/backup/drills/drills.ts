/**
 * Three bad days on a Postgres of this machine, each with the product's own server and phones, and what is
 * left of the evening afterwards. `main.ts` prints them; the test beside it holds them to what they promise.
 */

import { rm } from "node:fs/promises";
import type { LivePhone } from "@tureen/collab-server/testing/live-phone";
import type { LiveTable } from "@tureen/collab-server/testing/live-table";
import { until } from "@tureen/collab-server/testing/until";
import { askAfterRestore } from "@tureen/persistence/bill/ask-after-restore";
import { readLost } from "@tureen/persistence/bill/restore-findings";
import { auditAll } from "@tureen/persistence/replay/audit/audit";
import { loadDocument } from "@tureen/persistence/table/load-document";
import { unsentOf } from "@tureen/shared/bill/lost-minutes";
import { readSession } from "@tureen/shared/table/document/session-document";
import { startSystemPostgres } from "../testing/system-postgres.ts";
import { afterRestore, type Evening, startEvening } from "./evening.ts";
import {
  archiveSoFar,
  ask,
  makeArchive,
  recover,
  startReplica,
  takeBaseBackup,
  untilPromoted,
} from "./recovery.ts";

/** How a drill went. */
export interface Drill {
  /** What was done, and how long it took, ms. */
  readonly steps: readonly { readonly what: string; readonly ms: number }[];
  /** What phones and staff see afterwards. */
  readonly seen: Seen;
}

export interface Seen {
  /** Each phone, and why its table has ended; undefined while it goes on. */
  readonly ended: Readonly<Record<string, string | undefined>>;
  /** Orders in the database afterwards. */
  readonly orders: readonly string[];
  /** What staff are shown: kind, whether an order's outcome is known, who knows of it, amount. */
  readonly findings: readonly string[];
  /** What each phone offers its guest again: portions, and how many of them staff have to say about. */
  readonly offered: Readonly<Record<string, readonly string[]>>;
}

/** What the evening held when the database was lost. */
interface Lost {
  readonly keptOrder: string;
  readonly lostOrder: string;
  readonly lostPayment: string;
  readonly orderOfLostTable: string;
}

export type DrillOf = (told?: (line: string) => void) => Promise<Drill & { readonly was: Lost }>;

/** A mistake at 20:14: everything is set back to just before it, from a base backup and the archive. */
export const pointInTime: DrillOf = (told) => setBack("point-in-time", told);

/** The machine and its disks are gone, with what was not archived yet. */
export const regionLost: DrillOf = (told) => setBack("region-lost", told);

async function setBack(kind: "point-in-time" | "region-lost", told = (_: string) => {}) {
  const took = stopwatch(told);
  const archive = await makeArchive();
  const releases: (() => Promise<unknown>)[] = [() => rm(archive.folder, { recursive: true })];
  try {
    const postgres = await startSystemPostgres({ settings: archive.settings });
    releases.push(() => postgres.remove());
    const evening = await startEvening(postgres);
    releases.push(() => evening.close());
    await took("base backup", () => takeBaseBackup(postgres, archive));

    const table = await evening.openTable(0, 3);
    const phones = {
      host: await evening.phone(table, "d1"),
      guest: await evening.phone(table, "d2"),
      late: await evening.phone(table, "d3"),
    };
    const keptOrder = await evening.order(phones.host, table);
    await archiveSoFar(postgres);
    const [moment] = await ask<{ now: string }>(postgres, "select clock_timestamp()::text as now");

    const { lost, lostTable, other } = await loseMinutes(evening, table, phones);
    await took("stop the server", () => evening.stopServer());
    if (kind === "point-in-time") {
      await archiveSoFar(postgres);
      await postgres.stop("orderly");
    } else {
      await postgres.stop("power-cut");
    }
    const { port } = postgres;
    const target = kind === "point-in-time" && moment ? { until: moment.now } : {};
    const recovered = await took("recover", () => recover(archive, { port, ...target }));
    releases.push(() => recovered.remove());
    await took("end the open tables", () => afterRestore(recovered));
    await took("start the server", () => evening.startServer(recovered));
    await took("audit", async () => {
      const report = await auditAll(evening.owner, {});
      if (!report.ok) throw new Error(JSON.stringify(report));
    });

    const places: Place[] = [
      { name: "late", phone: phones.late, table, at: 0 },
      { name: "host", phone: phones.host, table, at: 0 },
      { name: "guest", phone: phones.guest, table, at: 0 },
      { name: "other", phone: other, table: lostTable, at: 1 },
    ];
    await took("every phone knows", () => comeBack(evening, places));
    const seen = await took("reconcile", () => reconcile(evening, places));
    return { steps: took.steps, seen, was: { ...lost, keptOrder } };
  } finally {
    for (const release of releases.reverse()) await release();
  }
}

interface Place {
  readonly name: string;
  readonly phone: LivePhone;
  readonly table: LiveTable;
  /** Which of the restaurant's tables it is. */
  readonly at: number;
}

/** What happens in the minutes that are lost afterwards. */
async function loseMinutes(
  evening: Evening,
  table: LiveTable,
  { host, guest, late }: Readonly<Record<"host" | "guest" | "late", LivePhone>>,
) {
  // In the cart and saved when its phone loses its signal: it does not hear of what comes now.
  const shared = await late.add(table, "", 2);
  await guest.untilSees(shared);
  late.disconnect();
  // Never sent: one dish in the cart, another in a confirm.
  late.edits.addLine(table.line("only on this phone"), 1);
  const asked = late.edits.addLine(table.line("asked for, never sent"), 1);
  const { price } = evening.restaurant.item("Soup");
  late.edits.confirm({
    lines: [{ line: asked, quantity: 1, unitPrice: price, ordered: 0 }],
    ...{ total: price, menuVersion: evening.restaurant.menu.version, at: Date.now() },
  });
  // Somebody else sends the late guest's dish to the kitchen, and pays for all.
  const lostOrder = await evening.orderLine(host, table, shared, 2);
  const lostPayment = await evening.pay(host, table);
  await guest.add(table, "saved, and lost");
  const lostTable = await evening.openTable(1, 1);
  const other = await evening.phone(lostTable, "d1");
  const orderOfLostTable = await evening.order(other, lostTable, 3);
  return { lost: { lostOrder, lostPayment, orderOfLostTable }, lostTable, other };
}

/** Every phone has found the new server, and knows that its table has ended. */
async function comeBack({ node }: Evening, places: readonly Place[]): Promise<void> {
  for (const { phone } of places) phone.connect(node.url);
  for (const { name, phone } of places) {
    await until(`the ${name}'s phone has ended`, () => phone.ended ?? phone.refusals.length > 3);
  }
}

/** The phones tell what they hold, the provider is asked, and staff look. */
async function reconcile(evening: Evening, places: readonly Place[]): Promise<Seen> {
  const { restaurantId } = evening.restaurant;
  const codeOf = ({ at }: Place) => evening.restaurant.tables[at]?.code ?? "";
  for (const place of places) await evening.tell(place.phone, place.table, codeOf(place));
  await askAfterRestore({
    database: evening.app,
    providerOf: async () => evening.provider,
    log: { warn: () => {} },
  });
  const offered: Record<string, string[]> = {};
  for (const place of places) {
    const { phone, name } = place;
    const { orders } = await evening.tell(phone, place.table, codeOf(place));
    offered[name] = unsentOf(phone.view, phone.diner, orders)
      .map(({ dish, quantity, unsure }) => `${quantity} "${dish.note}", ${unsure} unsure`)
      .sort();
  }
  const found = await readLost(evening.app, { restaurantId });
  const { rows } = await evening.owner.query("select id from orders order by number");
  return {
    ended: Object.fromEntries(places.map(({ name, phone }) => [name, phone.ended])),
    orders: rows.map(({ id }: { id: string }) => id),
    findings: found.map(
      ({ kind, number, by, amount, table, status, dishes }) =>
        `${kind} at ${table ?? "?"}: ${amount}, ${kind === "order" ? (number === null ? "outcome unknown" : `number ${number}`) : status}, says ${by}${dishes.map(({ name, quantity }) => `, ${quantity} ${name}`).join("")}`,
    ),
    offered,
  };
}

/** The primary dies in the middle of the evening; the replica takes its place. Tables go on. */
export async function promote(
  told = (_: string) => {},
): Promise<Drill & { was: { saved: number } }> {
  const took = stopwatch(told);
  const releases: (() => Promise<unknown>)[] = [];
  try {
    const primary = await startSystemPostgres();
    releases.push(() => primary.remove());
    const evening = await startEvening(primary);
    releases.push(() => evening.close());
    const replica = await took("make a replica", () => startReplica(primary));
    releases.push(() => replica.remove());
    const table = await evening.openTable(0, 2);
    const host = await evening.phone(table, "d1");
    const guest = await evening.phone(table, "d2");
    await evening.order(host, table);

    // Both write while the primary dies; what was called saved by then has to be there afterwards.
    const saved = new Set<string>();
    const write = (phone: LivePhone) => {
      const line = phone.edits.addLine(table.line("in the storm"), 1);
      phone.onUnsaved = (unsaved) => {
        for (const id of Object.keys(phone.view.lines)) if (!unsaved.has(id)) saved.add(id);
      };
      return line;
    };
    for (let n = 0; n < 20; n += 1) {
      write(host);
      write(guest);
      await until("something is saved", () => saved.size > n);
    }
    const calledSaved = [...saved];
    await took("the primary dies", () => primary.stop("power-cut"));
    const unsent = write(guest);
    await took("promote", async () => {
      await ask(replica, "alter system set synchronous_standby_names = ''");
      await ask(replica, "select pg_promote(true)");
      await untilPromoted(replica);
    });
    await took("point the server at it", async () => {
      await evening.stopServer();
      await evening.startServer(replica);
    });
    await took("every phone is online", async () => {
      for (const phone of [host, guest]) {
        phone.connect(evening.node.url);
        await phone.untilSaved();
      }
    });
    const { restaurantId, sessionId } = table;
    const logged = await loadDocument(evening.app, { restaurantId, sessionId });
    const lines = logged ? readSession(logged.doc).lines : {};
    const missing = [...calledSaved, unsent].filter((id) => !Object.hasOwn(lines, id));
    if (missing.length > 0) throw new Error(`called saved and gone: ${missing.join(", ")}`);
    await took("order again", () => evening.order(guest, table));
    const { rows } = await evening.owner.query("select id from orders");
    return {
      steps: took.steps,
      seen: {
        ended: { host: host.ended, guest: guest.ended },
        ...{ orders: rows.map(({ id }: { id: string }) => id), findings: [], offered: {} },
      },
      was: { saved: calledSaved.length },
    };
  } finally {
    for (const release of releases.reverse()) await release();
  }
}

/** Runs steps one after the other and notes how long each took. */
function stopwatch(told: (line: string) => void) {
  const steps: { what: string; ms: number }[] = [];
  const took = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const result = await work();
    const ms = Math.round(performance.now() - startedAt);
    steps.push({ what, ms });
    told(`${what}: ${ms} ms`);
    return result;
  };
  return Object.assign(took, { steps });
}
