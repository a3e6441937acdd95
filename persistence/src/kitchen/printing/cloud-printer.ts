import type { PrinterTrouble } from "@tureen/shared/kitchen/printers";
import { z } from "zod";
import type { MenuCache } from "../../menu/menu-cache.ts";
import type { Database } from "../../platform/database.ts";
import { readRows } from "../../platform/rows.ts";
import { hashToken, restaurantOfToken } from "../../platform/tokens.ts";
import { ofRestaurant } from "../../platform/wire/index.ts";
import { acknowledgePrinted } from "./acknowledge-printed.ts";
import { finishJob, printingPrinter, readNextJob } from "./claim-printers.ts";
import { drawSlip, toPng } from "./draw.ts";
import { SILENCE_MS } from "./note-silence.ts";
import { slipOfJob } from "./slip-of-job.ts";

const cloudPrinter = printingPrinter.extend({ restaurantId: z.string(), on: z.boolean() });

/** A printer that asks us, as its token names it. */
export type CloudPrinter = Readonly<z.infer<typeof cloudPrinter>>;

/** The printer with this token; undefined when there is none. */
export async function findCloudPrinter(
  database: Database,
  token: string,
): Promise<CloudPrinter | undefined> {
  const restaurantId = restaurantOfToken(token);
  if (restaurantId === null) return undefined;
  const [printer] = await readRows(
    ofRestaurant(database, restaurantId),
    cloudPrinter,
    `select restaurant_id as "restaurantId", id, name, stations, dots, language, is_on as "on"
     from kitchen_printers where restaurant_id = $1 and token_hash = $2`,
    [restaurantId, hashToken(token)],
  );
  return printer;
}

/** A poll within this time of the last one that was noted changes nothing, ms. */
const NOTED_EVERY_MS = 15_000;

/** Notes how a printer says that it does; returns the slip that it can have. */
export async function noteCloudPoll(
  database: Database,
  input: {
    readonly printer: CloudPrinter;
    readonly trouble: PrinterTrouble | null;
    readonly now: Date;
  },
): Promise<string | null> {
  const { printer, trouble, now } = input;
  const { restaurantId, id } = printer;
  await ofRestaurant(database, restaurantId).query(
    `update kitchen_printers set seen_at = $4, next_try_at = $5, trouble = $3,
       trouble_since = case when $3::text is null then null else coalesce(trouble_since, $4) end,
       tries = case when $3::text is null then 0 else tries + 1 end
     where restaurant_id = $1 and id = $2
       and (trouble is distinct from $3 or seen_at is null or seen_at <= $6)`,
    [
      ...[restaurantId, id, trouble, now, new Date(now.getTime() + SILENCE_MS)],
      new Date(now.getTime() - NOTED_EVERY_MS),
    ],
  );
  if (trouble !== null || !printer.on) return null;
  return (await readNextJob(database, { restaurantId, at: id }))?.id ?? null;
}

/**
 * The slip that a printer fetches, as PNG: from now on nobody knows whether it is on paper, and whoever
 * fetches it again gets a copy. Undefined when nothing waits.
 */
export async function takeCloudSlip(
  database: Database,
  input: { readonly printer: CloudPrinter; readonly menus: Pick<MenuCache, "get"> },
): Promise<Buffer | undefined> {
  const { printer, menus } = input;
  const { restaurantId, id, dots } = printer;
  const job = printer.on ? await readNextJob(database, { restaurantId, at: id }) : undefined;
  const slip = job && (await slipOfJob(database, { restaurantId, menus, job, at: printer }));
  if (!job || !slip) return undefined;
  const picture = await toPng(await drawSlip(slip, dots));
  const { rowCount } = await ofRestaurant(database, restaurantId).query(
    `update print_jobs set state = 'begun', begun = begun + 1
     where restaurant_id = $1 and id = $2 and at_printer_id = $3 and state in ('waiting', 'begun')
       and (again or begun > 0) = $4`,
    [restaurantId, job.id, id, job.copy],
  );
  // Somebody fetched it at the same time, and it is to say so.
  return rowCount === 1 ? picture : await takeCloudSlip(database, input);
}

/** A printer says that a slip is on paper: the one of that id, or the one that it fetched. */
export async function finishCloudSlip(
  database: Database,
  input: {
    readonly printer: CloudPrinter;
    readonly jobId: string | undefined;
    readonly menus: Pick<MenuCache, "get">;
    readonly now: Date;
  },
): Promise<void> {
  const { printer, jobId, menus, now } = input;
  const { restaurantId, id } = printer;
  const done = jobId ?? (await readNextJob(database, { restaurantId, at: id }))?.id;
  if (done === undefined) return;
  await finishJob(database, { restaurantId, jobId: done, now });
  await acknowledgePrinted(database, { restaurantId, jobId: done, menus, now });
}
