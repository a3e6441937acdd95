import {
  MAX_PRINTERS,
  type PaperDots,
  type PrinterKind,
  type PrinterLanguage,
} from "@tureen/shared/kitchen/printers";
import { stationKey } from "@tureen/shared/menu/stations";
import { TureenError } from "@tureen/shared/platform/errors";
import { uuidv7 } from "uuidv7";
import { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { type Database, inRestaurant, type Transaction } from "../../platform/database.ts";
import { recordActivity } from "../../platform/record-activity.ts";
import { readRows } from "../../platform/rows.ts";
import { hashToken, newToken } from "../../platform/tokens.ts";
import { SILENCE_MS } from "./note-silence.ts";

export interface ByManager {
  readonly restaurantId: string;
  readonly by: Actor;
  readonly now: Date;
}

export interface PrinterSettings {
  readonly name: string;
  readonly stations: readonly string[];
  readonly fallback: string | null;
  readonly dots: PaperDots;
  readonly language: PrinterLanguage;
}

/** What of a printer can be changed; what is left out stays. */
export type PrinterChange = {
  readonly [Field in keyof PrinterSettings]?: PrinterSettings[Field] | undefined;
} & {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly on?: boolean | undefined;
};

const known = z.object({ id: z.string(), name: z.string(), kind: z.string(), on: z.boolean() });
type KnownPrinter = z.infer<typeof known>;

/**
 * Sets up a printer, which prints what happens from now on. Returns the token that one that asks us proves
 * itself with, which is kept as a hash only. Throws "printer-name-taken" and "printers-full".
 */
export async function addPrinter(
  database: Database,
  input: ByManager &
    PrinterSettings & {
      readonly kind: PrinterKind;
      readonly host?: string | undefined;
      readonly port?: number | undefined;
    },
): Promise<{ readonly token: string | null }> {
  const { restaurantId, kind, now } = input;
  const token = kind === "cloudprnt" ? newToken(restaurantId) : null;
  await changing(database, input, async (tx, printers) => {
    if (printers.length >= MAX_PRINTERS) throw new TureenError("printers-full");
    requireFreeName(input.name, printers);
    requireFallback(input.fallback, printers);
    const id = uuidv7();
    await tx.query(
      `insert into kitchen_printers (restaurant_id, id, name, kind, host, port, token_hash, stations,
         fallback, dots, language, is_on, last_event, next_try_at, tries, created_at)
       select k.restaurant_id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, true, k.next_event_number - 1,
         $13, 0, $12
       from restaurant_counters k where k.restaurant_id = $1`,
      [
        ...[restaurantId, id, input.name, kind, input.host ?? null, input.port ?? null],
        ...[token && hashToken(token), input.stations, input.fallback, input.dots],
        ...[input.language, now, kind === "escpos" ? now : new Date(now.getTime() + SILENCE_MS)],
      ],
    );
    return { added: id };
  });
  return { token };
}

/**
 * Changes a printer; turned on again, it prints what happens from then on. Throws "printer-unknown",
 * "printer-name-taken", and "field-invalid" for a fallback that is none.
 */
export async function changePrinter(
  database: Database,
  input: ByManager & PrinterChange & { readonly printerId: string },
): Promise<void> {
  const { restaurantId, printerId, now, name, fallback, on } = input;
  await changing(database, input, async (tx, printers) => {
    const printer = requirePrinter(printerId, printers);
    const others = printers.filter(({ id }) => id !== printerId);
    if (name !== undefined) requireFreeName(name, others);
    if (fallback !== undefined) requireFallback(fallback, others);
    const isReached = input.host !== undefined || input.port !== undefined;
    if (isReached && printer.kind !== "escpos") {
      throw new TureenError("field-invalid", { field: "host", detail: "this printer asks us" });
    }
    await tx.query(
      `update kitchen_printers p set name = coalesce($3, p.name), host = coalesce($4, p.host),
         port = coalesce($5, p.port), stations = coalesce($6, p.stations),
         fallback = case when $7 then $8 else p.fallback end, dots = coalesce($9, p.dots),
         language = coalesce($10, p.language), is_on = coalesce($11, p.is_on),
         last_event = case when $11 and not p.is_on then k.next_event_number - 1 else p.last_event end,
         next_try_at = case when p.kind = 'escpos' then $12::timestamptz else $13::timestamptz end, tries = 0,
         trouble = case when $11 and p.is_on then p.trouble end,
         trouble_since = case when $11 and p.is_on then p.trouble_since end
       from restaurant_counters k
       where p.restaurant_id = $1 and p.id = $2 and k.restaurant_id = $1`,
      [
        ...[restaurantId, printerId, name ?? null, input.host ?? null, input.port ?? null],
        ...[input.stations ?? null, fallback !== undefined, fallback ?? null, input.dots ?? null],
        ...[input.language ?? null, on ?? printer.on, now, new Date(now.getTime() + SILENCE_MS)],
      ],
    );
    return { changed: printerId };
  });
}

/**
 * Removes a printer with the slips that wait for it; what it was to print instead of another goes back to
 * that one. Throws "printer-unknown".
 */
export async function removePrinter(
  database: Database,
  input: ByManager & { readonly printerId: string },
): Promise<void> {
  const { restaurantId, printerId } = input;
  await changing(database, input, async (tx, printers) => {
    requirePrinter(printerId, printers);
    await tx.query(
      `update print_jobs set at_printer_id = printer_id
       where restaurant_id = $1 and at_printer_id = $2 and printer_id <> $2`,
      [restaurantId, printerId],
    );
    await tx.query(
      "update kitchen_printers set fallback = null where restaurant_id = $1 and fallback = $2",
      [restaurantId, printerId],
    );
    await tx.query("delete from print_jobs where restaurant_id = $1 and printer_id = $2", [
      restaurantId,
      printerId,
    ]);
    await tx.query("delete from kitchen_printers where restaurant_id = $1 and id = $2", [
      restaurantId,
      printerId,
    ]);
    return { removed: printerId };
  });
}

/** Changes a kitchen's printers, one change after the other; it says what is recorded of it. */
async function changing(
  database: Database,
  { restaurantId, by, now }: ByManager,
  change: (tx: Transaction, printers: readonly KnownPrinter[]) => Promise<Record<string, unknown>>,
): Promise<void> {
  await inRestaurant(database, restaurantId, async (tx) => {
    await tx.query("select from restaurants where id = $1 for no key update", [restaurantId]);
    const printers = await readRows(
      tx,
      known,
      `select id, name, kind, is_on as "on" from kitchen_printers where restaurant_id = $1`,
      [restaurantId],
    );
    const details = await change(tx, printers);
    await recordActivity(tx, {
      ...{ restaurantId, sessionId: null, by, now },
      ...{ action: "printers.change", details },
    });
    tx.tell({ kind: "queue", restaurantId });
  });
}

function requirePrinter(id: string, printers: readonly KnownPrinter[]): KnownPrinter {
  const printer = printers.find((each) => each.id === id);
  if (!printer) throw new TureenError("printer-unknown");
  return printer;
}

/** The same rule as for stations: two names that read the same are one. */
function requireFreeName(name: string, others: readonly KnownPrinter[]): void {
  if (others.some((each) => stationKey(each.name) === stationKey(name))) {
    throw new TureenError("printer-name-taken", { field: "name" });
  }
}

function requireFallback(fallback: string | null, others: readonly KnownPrinter[]): void {
  if (fallback !== null && !others.some(({ id }) => id === fallback)) {
    throw new TureenError("field-invalid", { field: "fallback", detail: "no other printer" });
  }
}
