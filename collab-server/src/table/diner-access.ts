import type { Database } from "@tureen/persistence/platform/database";
import { readRows } from "@tureen/persistence/platform/rows";
import type { SecretKeys } from "@tureen/persistence/platform/secret-keys";
import { ofRestaurant } from "@tureen/persistence/platform/wire/index";
import { TureenError } from "@tureen/shared/platform/errors";
import { SESSION_STATUSES } from "@tureen/shared/platform/identity";
import { z } from "zod";
import type { PresentDiner } from "../platform/auth/principals.ts";
import { verifyDinerToken } from "../platform/auth/tokens.ts";

/** Whether a diner is at their table, as the storage says. */
type Presence = Pick<z.infer<typeof presence>, "gone" | "status" | "expiresAt">;

const presence = z.object({
  host: z.boolean(),
  gone: z.boolean(),
  status: z.enum(SESSION_STATUSES),
  expiresAt: z.date(),
});

/**
 * The diner whom an access token names, provided that they have not left and their session goes on:
 * a token outlives both by up to ten minutes. Throws token-invalid, token-expired, diner-gone,
 * session-closed, session-expired.
 */
export async function requireDiner(
  deps: { readonly database: Database; readonly jwtKeys: SecretKeys },
  token: string,
  now: Date,
): Promise<PresentDiner> {
  const claims = await verifyDinerToken(deps.jwtKeys, token);
  const rows = await readRows(
    ofRestaurant(deps.database, claims.restaurantId),
    presence,
    `select u.is_host as host, u.left_at is not null as gone, s.status, s.expires_at as "expiresAt"
     from users u join sessions s on s.restaurant_id = u.restaurant_id and s.id = u.session_id
     where u.restaurant_id = $1 and u.session_id = $2 and u.diner = $3`,
    [claims.restaurantId, claims.sessionId, claims.diner],
  );
  const row = rows[0];
  // Signed by us but not in the storage: a database was restored, or the key serves two of them.
  if (!row) throw new TureenError("token-invalid");
  dinerMustBePresent(row, now);
  return { ...claims, host: row.host };
}

/** Throws diner-gone, session-closed or session-expired unless the diner is at their table now. */
export function dinerMustBePresent({ gone, status, expiresAt }: Presence, now: Date): void {
  if (gone) throw new TureenError("diner-gone");
  if (status === "closed") throw new TureenError("session-closed");
  if (status !== "active" || expiresAt <= now) throw new TureenError("session-expired");
}
