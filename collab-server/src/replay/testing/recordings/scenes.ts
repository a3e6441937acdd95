/** Evenings that are hard to get right, as they are recorded for the tests. */

import { setAvailability } from "@tureen/persistence/menu/set-availability";
import type { Database } from "@tureen/persistence/platform/database";
import type { Recording } from "@tureen/shared/replay/recording";
import type { Receipt } from "@tureen/shared/table/document/types";
import { TestServer } from "./test-server.ts";

/** Each plays one session on an empty database. */
export const RECORDINGS: Readonly<Record<string, (database: Database) => Promise<Recording>>> = {
  "offline-merge": (database) => onTestServer(database, 3, offlineMerge),
  "double-confirm": (database) => onTestServer(database, 2, doubleConfirm),
  "sold-out": (database) => onTestServer(database, 2, soldOut),
};

async function onTestServer(
  database: Database,
  diners: number,
  play: (server: TestServer) => Promise<void>,
): Promise<Recording> {
  const server = await TestServer.open(database, diners);
  try {
    await play(server);
    return await server.close();
  } finally {
    await server.end();
  }
}

/**
 * Two phones lose the signal, change the same line in opposite directions and take dishes of their
 * own; the third orders meanwhile. One comes back with a confirm of what it saw, which is gone.
 */
async function offlineMerge(server: TestServer): Promise<void> {
  const [ana, ben, cem] = [
    await server.phone("d1"),
    await server.phone("d2"),
    await server.phone("d3"),
  ];
  const pizza = ana.edits.addLine(server.line("Pizza", { large: true }), 2);
  await ana.untilSaved();
  await Promise.all([ben.untilSees(pizza), cem.untilSees(pizza)]);

  server.disconnect(ben);
  server.disconnect(cem);
  ben.edits.tap(pizza, 1);
  const soup = ben.edits.addLine(server.line("Soup", { agoMs: 90_000 }), 2);
  ben.edits.tap(soup, -1);
  cem.edits.tap(pizza, -1);
  const water = cem.edits.addLine(server.line("Water", { agoMs: 60_000 }), 3);
  const early = server.confirm(cem, [pizza, water], 45_000);

  const first = expectOrder(await server.decide(server.confirm(ana, [pizza])));
  await server.move(first, "placed", "accepted");
  await server.reconnect(ben);
  await server.reconnect(cem);
  expectRejection(await server.decide(early), "already-ordered");
  await ana.untilSees(soup);
  await ana.untilSees(water);
  expectOrder(await server.decide(server.confirm(ana, [soup, water])));
}

/**
 * Two diners confirm the same at the same moment: one is ordered, the other is told that it is. What
 * is added while both confirms are under way stays in the cart, and is ordered in a round of its own.
 */
async function doubleConfirm(server: TestServer): Promise<void> {
  const [ana, ben] = [await server.phone("d1"), await server.phone("d2")];
  const soup = ana.edits.addLine(server.line("Soup"), 1);
  const water = ana.edits.addLine(server.line("Water"), 2);
  await ana.untilSaved();
  await Promise.all([ben.untilSees(soup), ben.untilSees(water)]);
  const anas = server.confirm(ana, [soup, water]);
  const bens = server.confirm(ben, [soup, water]);
  await Promise.all([ana.untilSaved(), ben.untilSaved()]);
  ben.edits.tap(water, 1);
  await ben.untilSaved();
  const order = expectOrder(await server.decide(anas));
  expectRejection(await server.decide(bens), "already-ordered");
  expectOrder(await server.decide(server.confirm(ben, [water])));
  await server.move(order, "placed", "accepted");
  // A cook's slip.
  await server.move(order, "accepted", "placed");
}

/**
 * A dish sells out between a confirm and its decision, once because the staff say so and once
 * because the last portion is ordered by somebody else; a cancelled order gives it back.
 */
async function soldOut(server: TestServer): Promise<void> {
  const [ana, ben] = [await server.phone("d1"), await server.phone("d2")];
  await available(server, "Pizza", { stock: 1 });
  const anas = ana.edits.addLine(server.line("Pizza"), 1);
  const bens = ben.edits.addLine(server.line("Pizza", { large: true }), 1);
  await Promise.all([ana.untilSaved(), ben.untilSaved()]);
  const [first, second] = [server.confirm(ana, [anas]), server.confirm(ben, [bens])];
  await Promise.all([ana.untilSaved(), ben.untilSaved()]);
  const order = expectOrder(await server.decide(first));
  expectRejection(await server.decide(second), "sold-out");

  const soup = ana.edits.addLine(server.line("Soup"), 2);
  const third = server.confirm(ana, [soup]);
  await ana.untilSaved();
  await available(server, "Soup", { stock: null, available: false });
  expectRejection(await server.decide(third), "sold-out");

  await server.move(order, "placed", "cancelled", "the oven is cold");
  expectOrder(await server.decide(server.confirm(ben, [bens])));
}

async function available(
  { database, table }: TestServer,
  dish: string,
  to: { readonly stock: number | null; readonly available?: boolean },
): Promise<void> {
  await setAvailability(database, {
    restaurantId: table.restaurantId,
    itemId: table.restaurant.item(dish).id,
    available: to.available ?? true,
    stock: to.stock,
    by: { kind: "staff", id: null },
    now: new Date(),
  });
}

function expectOrder(receipt: Receipt): string {
  if (!receipt.ok) throw new Error(`not ordered: ${JSON.stringify(receipt)}`);
  return receipt.order;
}

function expectRejection(receipt: Receipt, code: string): void {
  if (receipt.ok || !receipt.lines.some((line) => line.code === code)) {
    throw new Error(`not rejected as ${code}: ${JSON.stringify(receipt)}`);
  }
}
