/**
 * How a restaurant makes its bills. Versions are only ever added: the newest one whose time has come
 * is in force, and a table keeps the terms that held when it was opened (table/open-session.ts).
 */
import { type Billing, billing } from "@tureen/shared/bill/endpoints";
import { TureenError } from "@tureen/shared/platform/errors";
import type { BillTerms } from "@tureen/shared/table/document/types";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import {
  type Database,
  inRestaurant,
  type Queryable,
  type Transaction,
} from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { errorCode } from "../platform/retry.ts";
import { readRows } from "../platform/rows.ts";
import { ofRestaurant } from "../platform/wire/index.ts";

const versionRow = z.object({ version: z.int(), billing, validFrom: z.date() });
const newestRow = z.object({ version: z.int() });

/** The settings as who changes them has to see them. */
export interface BillingNow {
  /** What is in force, `off` where bills are done elsewhere again; null where they always were. */
  readonly billing: Billing | null;
  /** The newest version, in force or not; 0 before the first. */
  readonly version: number;
  /** The newest version while its time has not come; the next change takes its place. */
  readonly planned: { readonly billing: Billing; readonly from: Date } | null;
}

/** Reads what is in force and what is going to be. */
export async function readBilling(
  q: Queryable,
  { restaurantId, now }: { readonly restaurantId: string; readonly now: Date },
): Promise<BillingNow> {
  const rows = await readRows(
    ofRestaurant(q, restaurantId),
    versionRow,
    `select version, billing, valid_from as "validFrom" from billing_settings
     where restaurant_id = $1
       and (version = (select max(version) from billing_settings where restaurant_id = $1)
         or version = (select max(version) from billing_settings
                       where restaurant_id = $1 and valid_from <= $2))
     order by version`,
    [restaurantId, now],
  );
  const newest = rows.at(-1);
  const inForce = rows.findLast(({ validFrom }) => validFrom <= now);
  return {
    billing: inForce?.billing ?? null,
    version: newest?.version ?? 0,
    planned:
      newest && newest !== inForce ? { billing: newest.billing, from: newest.validFrom } : null,
  };
}

/** The terms of a table that is opened now; undefined where bills are done elsewhere. */
export async function termsFor(
  q: Queryable,
  restaurantId: string,
  now: Date,
): Promise<BillTerms | undefined> {
  const { billing } = await readBilling(q, { restaurantId, now });
  return billing?.off ? undefined : billing?.terms;
}

/**
 * Adds a version, in force from a moment on. Throws "billing-changed" when the newest is not the one
 * that was read, also when two change them at the same moment.
 */
export async function changeBilling(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly billing: Billing;
    /** The newest version that was read; 0 for none. */
    readonly version: number;
    /** From when it holds; at once unless given. A moment that has passed counts as now. */
    readonly from?: Date | undefined;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<{ readonly version: number }> {
  const { from, now } = input;
  const validFrom = from && from > now ? from : now;
  try {
    return await inRestaurant(database, input.restaurantId, (tx) =>
      addBilling(tx, { ...input, validFrom }),
    );
  } catch (error) {
    // Both had read the same version: its successor can be inserted once only.
    if (errorCode(error) !== "23505") throw error;
    throw new TureenError("billing-changed", { cause: error });
  }
}

/** Adds a version in the caller's transaction. Throws "billing-changed". */
export async function addBilling(
  tx: Transaction,
  input: {
    readonly restaurantId: string;
    readonly billing: Billing;
    readonly version: number;
    readonly validFrom: Date;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<{ readonly version: number }> {
  const { restaurantId, billing, validFrom, by, now } = input;
  const rows = await readRows(
    tx,
    newestRow,
    `select version from billing_settings where restaurant_id = $1
     order by version desc limit 1`,
    [restaurantId],
  );
  if ((rows[0]?.version ?? 0) !== input.version) throw new TureenError("billing-changed");
  const version = input.version + 1;
  const user = by.kind === "staff" ? by.id : null;
  await tx.query(
    `insert into billing_settings (restaurant_id, version, billing, valid_from, by_user, at)
     values ($1, $2, $3, $4, $5, $6)`,
    [restaurantId, version, JSON.stringify(billing), validFrom, user, now],
  );
  await recordActivity(tx, {
    ...{ restaurantId, sessionId: null, by, now },
    action: "billing.change",
    details: { version, from: validFrom.getTime() },
  });
  return { version };
}
