/** Evenings that are hard to get right, as they are recorded for the tests. */

import { setAvailability } from "@tureen/persistence/menu/set-availability";
import type { Database } from "@tureen/persistence/platform/database";
import type { Recording } from "@tureen/shared/replay/recording";
import type { Receipt } from "@tureen/shared/table/document/types";
import { Stage } from "./stage.ts";

/** Each plays one evening on an empty database. */
export const EVENINGS: Readonly<Record<string, (database: Database) => Promise<Recording>>> = {
  "offline-merge": (database) => onStage(database, 3, offlineMerge),
  "double-confirm": (database) => onStage(database, 2, doubleConfirm),
  "sold-out": (database) => onStage(database, 2, soldOut),
};

async function onStage(
  database: Database,
  diners: number,
  play: (stage: Stage) => Promise<void>,
): Promise<Recording> {
  const stage = await Stage.open(database, diners);
  try {
    await play(stage);
    return await stage.close();
  } finally {
    await stage.end();
  }
}

/**
 * Two phones lose the signal, change the same line in opposite directions and take dishes of their
 * own; the third orders meanwhile. One comes back with a confirm of what it saw, which is gone.
 */
async function offlineMerge(stage: Stage): Promise<void> {
  const [ana, ben, cem] = [
    await stage.phone("d1"),
    await stage.phone("d2"),
    await stage.phone("d3"),
  ];
  const pizza = ana.edits.addLine(stage.line("Pizza", { large: true }), 2);
  await ana.untilSaved();
  await Promise.all([ben.untilSees(pizza), cem.untilSees(pizza)]);

  stage.disconnect(ben);
  stage.disconnect(cem);
  ben.edits.tap(pizza, 1);
  const soup = ben.edits.addLine(stage.line("Soup", { agoMs: 90_000 }), 2);
  ben.edits.tap(soup, -1);
  cem.edits.tap(pizza, -1);
  const water = cem.edits.addLine(stage.line("Water", { agoMs: 60_000 }), 3);
  const early = stage.confirm(cem, [pizza, water], 45_000);

  const first = expectOrder(await stage.decide(stage.confirm(ana, [pizza])));
  await stage.move(first, "placed", "accepted");
  await stage.reconnect(ben);
  await stage.reconnect(cem);
  expectRejection(await stage.decide(early), "already-ordered");
  await ana.untilSees(soup);
  await ana.untilSees(water);
  expectOrder(await stage.decide(stage.confirm(ana, [soup, water])));
}

/**
 * Two diners confirm the same at the same moment: one is ordered, the other is told that it is. What
 * is added while both confirms are under way stays in the cart, and is ordered in a round of its own.
 */
async function doubleConfirm(stage: Stage): Promise<void> {
  const [ana, ben] = [await stage.phone("d1"), await stage.phone("d2")];
  const soup = ana.edits.addLine(stage.line("Soup"), 1);
  const water = ana.edits.addLine(stage.line("Water"), 2);
  await ana.untilSaved();
  await Promise.all([ben.untilSees(soup), ben.untilSees(water)]);
  const anas = stage.confirm(ana, [soup, water]);
  const bens = stage.confirm(ben, [soup, water]);
  await Promise.all([ana.untilSaved(), ben.untilSaved()]);
  ben.edits.tap(water, 1);
  await ben.untilSaved();
  const order = expectOrder(await stage.decide(anas));
  expectRejection(await stage.decide(bens), "already-ordered");
  expectOrder(await stage.decide(stage.confirm(ben, [water])));
  await stage.move(order, "placed", "accepted");
  // A cook's slip.
  await stage.move(order, "accepted", "placed");
}

/**
 * A dish sells out between a confirm and its decision, once because the staff say so and once
 * because the last portion is ordered by somebody else; a cancelled order gives it back.
 */
async function soldOut(stage: Stage): Promise<void> {
  const [ana, ben] = [await stage.phone("d1"), await stage.phone("d2")];
  await available(stage, "Pizza", { stock: 1 });
  const anas = ana.edits.addLine(stage.line("Pizza"), 1);
  const bens = ben.edits.addLine(stage.line("Pizza", { large: true }), 1);
  await Promise.all([ana.untilSaved(), ben.untilSaved()]);
  const [first, second] = [stage.confirm(ana, [anas]), stage.confirm(ben, [bens])];
  await Promise.all([ana.untilSaved(), ben.untilSaved()]);
  const order = expectOrder(await stage.decide(first));
  expectRejection(await stage.decide(second), "sold-out");

  const soup = ana.edits.addLine(stage.line("Soup"), 2);
  const third = stage.confirm(ana, [soup]);
  await ana.untilSaved();
  await available(stage, "Soup", { stock: null, available: false });
  expectRejection(await stage.decide(third), "sold-out");

  await stage.move(order, "placed", "cancelled", "the oven is cold");
  expectOrder(await stage.decide(stage.confirm(ben, [bens])));
}

async function available(
  { database, table }: Stage,
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
