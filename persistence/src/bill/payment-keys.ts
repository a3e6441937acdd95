import { type StripeKeyName, type StripeMode, stripeModeOf } from "@tureen/shared/bill/stripe-keys";
import { TureenError } from "@tureen/shared/platform/errors";
import { z } from "zod";
import type { Actor } from "../platform/actor.ts";
import { type Database, inRestaurant } from "../platform/database.ts";
import { recordActivity } from "../platform/record-activity.ts";
import { bytes, readRows } from "../platform/rows.ts";
import type { SecretKeys } from "../platform/secret-keys.ts";
import { ofRestaurant } from "../platform/wire/index.ts";
import { openStripeKeys, type StripeKeys, sealStripeKeys } from "./providers/stripe/keys.ts";

/** How many characters at the end of a key are shown. */
const SHOWN_CHARACTERS = 4;
const ACTION = "billing.keys";

const sealedRow = z.object({ sealed: bytes });
const changeRow = z.object({
  at: z.int(),
  by: z.string().nullable(),
  set: z.boolean(),
});
const slugRow = z.object({ slug: z.string() });

/**
 * A restaurant's own keys. Null when it has none; "sealed" when it has some that do not open with
 * these keys, or there is none to open them: nobody may take its money with other keys then.
 */
export async function readPaymentKeys(
  database: Database,
  {
    restaurantId,
    sealingKeys,
  }: { readonly restaurantId: string; readonly sealingKeys: SecretKeys | null },
): Promise<StripeKeys | "sealed" | null> {
  const [row] = await readRows(
    ofRestaurant(database, restaurantId),
    sealedRow,
    "select sealed from payment_keys where restaurant_id = $1",
    [restaurantId],
  );
  if (!row) return null;
  return (sealingKeys && openStripeKeys(sealingKeys, restaurantId, row.sealed)) ?? "sealed";
}

/** What may be told of a restaurant's keys: enough to know them by, nothing to use them with. */
export interface KnownPaymentKeys {
  /** Null when there are none; "sealed" when they do not open here. */
  readonly keys: Readonly<Record<StripeKeyName, string>> | "sealed" | null;
  /** Of keys that open, whether they move money. */
  readonly mode: StripeMode | null;
  /** The latest change, by the restaurant's record, while that is kept; `by` is a name. */
  readonly changed: {
    readonly at: number;
    readonly by: string | null;
    readonly set: boolean;
  } | null;
  readonly slug: string;
}

/** Reads by what somebody would know the restaurant's keys: the last characters of each. */
export async function describePaymentKeys(
  database: Database,
  input: { readonly restaurantId: string; readonly sealingKeys: SecretKeys | null },
): Promise<KnownPaymentKeys> {
  const { restaurantId } = input;
  const keys = await readPaymentKeys(database, input);
  const q = ofRestaurant(database, restaurantId);
  const [change] = await readRows(
    q,
    changeRow,
    `select floor(extract(epoch from l.at) * 1000)::bigint as at, u.display_name as by,
       (l.details ->> 'set')::boolean as "set"
     from session_activity_log l
       left join users u on u.restaurant_id = l.restaurant_id and l.actor_kind = 'staff'
         and u.id::text = l.actor_id
     where l.restaurant_id = $1 and l.action = $2 order by l.id desc limit 1`,
    [restaurantId, ACTION],
  );
  const [restaurant] = await readRows(q, slugRow, "select slug from restaurants where id = $1", [
    restaurantId,
  ]);
  const opened = keys !== null && keys !== "sealed" ? keys : null;
  return {
    keys: opened ? endsOf(opened) : (keys as "sealed" | null),
    mode: opened && stripeModeOf(opened.secretKey),
    changed: change ?? null,
    slug: restaurant?.slug ?? "",
  };
}

function endsOf(keys: StripeKeys): Record<StripeKeyName, string> {
  const end = (name: StripeKeyName) => keys[name].slice(-SHOWN_CHARACTERS);
  return {
    publishableKey: end("publishableKey"),
    secretKey: end("secretKey"),
    webhookSecret: end("webhookSecret"),
  };
}

/** Keeps a restaurant's keys, encrypted, or forgets them. Throws "field-invalid" where none can be kept. */
export async function changePaymentKeys(
  database: Database,
  input: {
    readonly restaurantId: string;
    readonly keys: StripeKeys | null;
    readonly sealingKeys: SecretKeys | null;
    readonly by: Actor;
    readonly now: Date;
  },
): Promise<void> {
  const { restaurantId, keys, sealingKeys, by, now } = input;
  if (!sealingKeys) {
    throw new TureenError("field-invalid", {
      field: "keys",
      detail: "this server keeps no keys: PAYMENT_KEYS_SECRET is not set",
    });
  }
  await inRestaurant(database, restaurantId, async (tx) => {
    if (keys === null) {
      await tx.query("delete from payment_keys where restaurant_id = $1", [restaurantId]);
    } else {
      await tx.query(
        `insert into payment_keys (restaurant_id, sealed, at) values ($1, $2, $3)
         on conflict (restaurant_id) do update set sealed = excluded.sealed, at = excluded.at`,
        [restaurantId, sealStripeKeys(sealingKeys, restaurantId, keys), now],
      );
    }
    await recordActivity(tx, {
      ...{ restaurantId, sessionId: null, by, now, action: ACTION },
      details: { set: keys !== null },
    });
  });
}
