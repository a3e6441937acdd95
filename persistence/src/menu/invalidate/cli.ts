import { z } from "zod";
import {
  type Environment,
  runningDatabaseUrl,
  tellingServers,
} from "../../platform/command-line.ts";
import { createPool } from "../../platform/database.ts";
import { isTransient } from "../../platform/retry.ts";
import { readRows } from "../../platform/rows.ts";
import { invalidateMenu } from "../invalidate-menu.ts";

const namedRestaurant = z.object({ id: z.string(), name: z.string() });

const USAGE = `npm run menu:invalidate -- RESTAURANT

  RESTAURANT   name or id; every phone, screen and server reads its menu again`;

/** The command `menu:invalidate`: returns its exit code, 0 when the menu is read again. */
export async function invalidateCli(io: {
  readonly args: readonly string[];
  readonly env: Environment;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}): Promise<number> {
  const { args, env, print, printError } = io;
  const [wanted] = args;
  if (wanted === undefined || wanted.startsWith("-") || args.length > 1) {
    printError(USAGE);
    return 1;
  }
  const url = await runningDatabaseUrl(env);
  if (!url) {
    printError("there is no database: start Tureen with npm start, or set DATABASE_URL");
    return 1;
  }
  const database = createPool({ url, poolMin: 0, poolMax: 2, applicationName: "tureen-menus" });
  try {
    const rows = await readRows(
      database,
      namedRestaurant,
      "select id, name from tureen_restaurants_named($1)",
      [wanted],
    );
    const [restaurant, another] = rows;
    if (!restaurant || another) {
      printError(
        restaurant
          ? `several restaurants are called "${wanted}": use an id`
          : `there is no restaurant "${wanted}"`,
      );
      return 1;
    }
    await tellingServers(env, url, database, () =>
      invalidateMenu(database, { restaurantId: restaurant.id }),
    );
    print(`${restaurant.name} (${restaurant.id}): the menu is read again`);
    return 0;
  } catch (error) {
    if (!isTransient(error)) throw error;
    printError("the database does not answer: is Tureen running? (npm start)");
    return 1;
  } finally {
    await database.end();
  }
}
