/** A short session at a real database, with the clients' record of it: what good looks like. */

import { givenRestaurant } from "@tureen/persistence/testing/fixtures";
import { createTestDatabase } from "@tureen/persistence/testing/test-database";
import type { History } from "../../history.ts";
import type { Evidence } from "../evidence.ts";
import { loadEvidence } from "../load-evidence.ts";
import type { RecordedTable } from "./recorded-table.ts";
import { RecordedRestaurant } from "./restaurant.ts";

export interface RecordedSession {
  readonly history: History;
  readonly evidence: Evidence;
}

/**
 * Plays a session and takes the evidence; the database is gone when it returns. `play` returns the
 * tables.
 */
export async function recordSession(
  play: (restaurant: RecordedRestaurant) => Promise<readonly RecordedTable[]> = playSession,
): Promise<RecordedSession> {
  const database = await createTestDatabase();
  try {
    const restaurant = await givenRestaurant(database.pool);
    const recordedRestaurant = new RecordedRestaurant(database.pool, restaurant);
    const tables = await play(recordedRestaurant);
    const replicas = tables.flatMap((table) => table.replicas());
    const stored = await loadEvidence(database.pool, restaurant.restaurantId);
    return { history: recordedRestaurant.recorder, evidence: { ...stored, replicas } };
  } finally {
    await database.drop();
  }
}

async function playSession(recordedRestaurant: RecordedRestaurant): Promise<RecordedTable[]> {
  const first = await recordedRestaurant.openTable(0);
  const second = await recordedRestaurant.openTable(1);

  // Two add to one line at once; the confirm takes both.
  const soup = await first.host.add("Soup", 2);
  await first.guest.receive();
  const pizza = await first.guest.add("Pizza", 1, { note: "no salt", for: "d2" });
  await first.guest.tap(soup, 1);
  await first.receive();
  const ordered = await first.host.confirm([
    { line: soup, quantity: 3 },
    { line: pizza, quantity: 1 },
  ]);
  // Nobody has told the guest; the same line once more finds it taken.
  const late = await first.guest.confirm([{ line: soup, quantity: 3 }]);
  await first.decide(ordered);
  await first.decide(late);
  await first.receive();

  // Somebody takes theirs off before the worker comes to the confirm.
  const tea = await second.host.add("Water", 2);
  await second.guest.receive();
  const withdrawn = await second.guest.confirm([{ line: tea, quantity: 2 }]);
  await second.host.tap(tea, -1);
  await second.decide(withdrawn);
  await second.receive();
  const taken = await second.guest.confirm([{ line: tea, quantity: 1 }]);
  await second.decide(taken);
  await second.receive();

  // An edit that never leaves its phone, which then starts afresh.
  second.guest.tapOffline(tea, 1);
  await second.guest.startAfresh();

  const [one, two] = [first.orderOf(ordered), second.orderOf(taken)];
  await recordedRestaurant.readTickets();
  await recordedRestaurant.screenReceives();
  await recordedRestaurant.move(one, "placed", "accepted");
  await recordedRestaurant.move(one, "placed", "accepted");
  await recordedRestaurant.move(one, "accepted", "placed");
  await recordedRestaurant.move(one, "placed", "accepted");
  await first.receive();
  await recordedRestaurant.move(one, "accepted", "preparing", { answerLost: true });
  await recordedRestaurant.readTickets();
  await recordedRestaurant.move(two, "placed", "cancelled");
  await recordedRestaurant.readTickets();
  await recordedRestaurant.screenReceives();

  await first.snapshot();
  await recordedRestaurant.soldOut("Soup");
  const more = await first.host.add("Soup", 1);
  const gone = await first.host.confirm([{ line: more, quantity: 1 }]);
  await first.decide(gone);
  await first.guest.mark();
  await second.close();
  await first.receive();
  await second.receive();
  return [first, second];
}
