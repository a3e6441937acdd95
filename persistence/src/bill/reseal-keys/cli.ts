import { z } from "zod";
import { type Environment, runningDatabaseUrl } from "../../platform/command-line.ts";
import { createPool } from "../../platform/database.ts";
import { isTransient } from "../../platform/retry.ts";
import { readRows } from "../../platform/rows.ts";
import { ConfigError } from "../../platform/run.ts";
import { readStripeSettings } from "../providers/stripe/settings.ts";
import { resealPaymentKeys } from "../reseal-payment-keys.ts";

const keptOf = z.object({ restaurantId: z.string(), name: z.string() });

/**
 * The command `keys:reseal`, as the database's owner: seals every restaurant's keys with
 * PAYMENT_KEYS_SECRET, whichever of PAYMENT_KEYS_SECRETS_ACCEPTED sealed them. Returns its exit code,
 * 0 when all are sealed with it, so that the others may be forgotten.
 */
export async function resealKeysCli(io: {
  readonly env: Environment;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}): Promise<number> {
  const { env, print, printError } = io;
  try {
    const { sealingKeys } = readStripeSettings(env);
    const url = await runningDatabaseUrl(env);
    if (!sealingKeys || !url) {
      printError(`${sealingKeys ? "DATABASE_URL" : "PAYMENT_KEYS_SECRET"} is not set`);
      return 1;
    }
    const own = { poolMin: 0, poolMax: 1, applicationName: "tureen-keys" };
    // As whoever the address says: the application sees no restaurant without its name.
    const database = createPool({ url, ...own, role: null });
    try {
      const restaurants = await readRows(
        database,
        keptOf,
        `select k.restaurant_id as "restaurantId", r.name
         from payment_keys k join restaurants r on r.id = k.restaurant_id order by r.name, r.id`,
      );
      let [resealed, closed] = [0, 0];
      for (const { restaurantId, name } of restaurants) {
        const came = await resealPaymentKeys(database, { restaurantId, sealingKeys });
        if (came === "resealed") resealed += 1;
        if (came !== "closed") continue;
        closed += 1;
        printError(`${name} (${restaurantId}): its keys open with none of the secrets`);
      }
      print(`${restaurants.length} with keys, ${resealed} sealed anew, ${closed} do not open`);
      return closed === 0 ? 0 : 1;
    } finally {
      await database.end();
    }
  } catch (error) {
    if (!(error instanceof ConfigError) && !isTransient(error)) throw error;
    printError(
      error instanceof ConfigError ? error.message : "the database does not answer: is it running?",
    );
    return 1;
  }
}
