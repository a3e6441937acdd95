import {
  dropPrint,
  handOnNow,
  printAgain,
  printTest,
} from "@tureen/persistence/kitchen/printing/ask-for-prints";
import {
  addPrinter,
  changePrinter,
  removePrinter,
} from "@tureen/persistence/kitchen/printing/change-printers";
import {
  readPrinters,
  readPrintJobs,
  readTroubledPrinters,
} from "@tureen/persistence/kitchen/printing/read-printers";
import type { Database } from "@tureen/persistence/platform/database";
import { actorOf } from "../../platform/auth/principals.ts";
import { type Api, route } from "../../platform/http/route.ts";
import { cloudPrntPath } from "./cloudprnt.ts";

/** Managers set up the kitchen's printers; each change answers all of them, and what is to be printed. */
export function addPrinterRoutes(api: Api<{ readonly database: Database }>): void {
  const { database } = api.deps;
  const read = async (of: { readonly restaurantId: string }) => {
    const [printers, jobs] = await Promise.all([
      readPrinters(database, of),
      readPrintJobs(database, of),
    ]);
    return { printers, jobs };
  };

  route(api, "readPrinterTroubles", async ({ caller }) => ({
    troubled: await readTroubledPrinters(database, caller),
  }));

  route(api, "listPrinters", async ({ caller }) => await read(caller));

  route(api, "addPrinter", async ({ caller, body, now }) => {
    const { restaurantId } = caller;
    const by = actorOf(caller);
    const { token } = await addPrinter(database, { restaurantId, ...body, by, now });
    return { ...(await read(caller)), path: token === null ? null : cloudPrntPath(token) };
  });

  route(api, "changePrinter", async ({ caller, params, body, now }) => {
    const { restaurantId } = caller;
    await changePrinter(database, { restaurantId, ...params, ...body, by: actorOf(caller), now });
    return await read(caller);
  });

  route(api, "removePrinter", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    await removePrinter(database, { restaurantId, ...params, by: actorOf(caller), now });
    return await read(caller);
  });

  route(api, "testPrinter", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    await printTest(database, { restaurantId, ...params, now });
    return await read(caller);
  });

  route(api, "handOnPrints", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    await handOnNow(database, { restaurantId, ...params, now });
    return await read(caller);
  });

  route(api, "printAgain", async ({ caller, params, now }) => {
    const { restaurantId } = caller;
    await printAgain(database, { restaurantId, ...params, now });
    return await read(caller);
  });

  route(api, "dropPrint", async ({ caller, params }) => {
    const { restaurantId } = caller;
    await dropPrint(database, { restaurantId, ...params });
    return await read(caller);
  });
}
