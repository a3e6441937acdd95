import { uuidv7 } from "uuidv7";
import { afterAll, expect, test, vi } from "vitest";
import { MenuCache } from "../menu/menu-cache.ts";
import { createPool } from "../platform/database.ts";
import { readTickets, readTicketsById } from "./read-tickets.ts";

/** A database that is away. */
const database = createPool({ url: "postgres://nobody@127.0.0.1:1/none", poolMin: 0, poolMax: 4 });
const unhandled = vi.fn();
process.on("unhandledRejection", unhandled);
afterAll(async () => {
  process.off("unhandledRejection", unhandled);
  await database.end();
});

test.each([
  ["all tickets", (at: { restaurantId: string; menus: MenuCache }) => readTickets(database, at)],
  [
    "tickets by their orders",
    (at: { restaurantId: string; menus: MenuCache }) =>
      readTicketsById(database, { ...at, orderIds: [uuidv7()] }),
  ],
])("a failure to read %s is told to whoever asks, and to nobody else", async (_, read) => {
  await expect(read({ restaurantId: uuidv7(), menus: new MenuCache() })).rejects.toThrow();
  // A rejection that nobody handles is told of once all that is begun has been.
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(unhandled).not.toHaveBeenCalled();
});
